//! Piles of texts whose counts are all kept: partial files that are given, or that are made of documents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use textmill::{Engine, GroupBy, PluginInfo, PluginSource, Schema, Scratch, Side};

use crate::args::{
    DocumentArguments, ExecutionArguments, PileArguments, ResultArguments, SelectionArguments,
};
use crate::corpus;
pub(crate) use crate::corpus::is_partial;
use crate::engine::Analyzers;
use crate::error::Error;
use crate::output::check_inputs;
use crate::plan::Plan;
use crate::terminal::{Console, Interrupt, Watch, number};

/// A pile of texts: a partial file that was given, or one that is made of documents.
pub(crate) struct Pile {
    /// As the user called it.
    pub(crate) name: String,
    pub(crate) file: PathBuf,
    /// Where it was made, removed when the pile is.
    _made: Option<Scratch>,
}

impl Pile {
    pub(crate) fn side(&self) -> Side {
        Side::files([&self.file]).named(&self.name)
    }
}

/// Analyses that make piles of documents, with one engine.
pub(crate) struct Piles<'a> {
    pub(crate) arguments: &'a PileArguments,
    /// The fields that the user asks for, as in `keywords.terms`.
    pub(crate) fields: &'a [String],
    /// Fields that are looked at too where they are counted; all, where there are none of either.
    pub(crate) beside: &'a [&'a str],
    /// By what the documents of a pile are grouped.
    pub(crate) by: Option<&'a GroupBy>,
    /// What is written, which is none of the documents.
    pub(crate) output: Option<&'a Path>,
    pub(crate) execution: &'a ExecutionArguments,
    pub(crate) engine: Option<Engine>,
    pub(crate) interrupt: &'a Interrupt,
    pub(crate) console: &'a Console,
}

impl Piles<'_> {
    /// Refuses to write over what is read: piles, and all that analyzing them takes.
    ///
    /// # Errors
    /// The first file that is both.
    pub(crate) fn check_output(
        output: Option<&PathBuf>,
        arguments: &PileArguments,
        execution: &ExecutionArguments,
    ) -> Result<(), Error> {
        let paths = &arguments.documents.paths;
        check_inputs(output, paths)?;
        let results = ResultArguments { output: output.cloned(), ..ResultArguments::default() };
        let analyzers = Analyzers::Given(arguments.analyzers.clone());
        let plan =
            Plan::without_places(arguments.documents.clone(), SelectionArguments::default(), analyzers);
        plan.with_results(results).check_outputs(Some(&execution.lock))
    }

    /// A pile of each path, or a single one of all where documents are grouped; nothing where the user stopped on the way.
    ///
    /// # Errors
    /// Documents that cannot be read or analyzed.
    pub(crate) fn all(&mut self) -> Result<Option<Vec<Pile>>, Error> {
        let paths = &self.arguments.documents.paths;
        self.check_options(paths)?;
        if self.by.is_some() {
            return Ok(self.analyze(paths, &names(paths))?.map(|pile| vec![pile]));
        }
        let mut piles = Vec::new();
        for path in paths {
            let name = path.display().to_string();
            let pile = match is_partial(path) {
                true => Some(Pile { name, file: path.clone(), _made: None }),
                false => self.analyze(std::slice::from_ref(path), &name)?,
            };
            match pile {
                Some(pile) => piles.push(pile),
                None => return Ok(None),
            }
        }
        Ok(Some(piles))
    }

    /// Whether nothing is asked of documents where there are none.
    fn check_options(&self, paths: &[PathBuf]) -> Result<(), Error> {
        let Some(option) = self.arguments.given.options.first() else { return Ok(()) };
        let Some(partial) = paths.first().filter(|_| paths.iter().all(|path| is_partial(path))) else {
            return Ok(());
        };
        let message = format!(
            "{option} says how documents are read or analyzed, and those of {} were, when it was made",
            partial.display()
        );
        Err(Error::usage(message).with_hint(format!("leave {option} out, or give the documents")))
    }

    /// Analyzes documents into a partial file; nothing where the user stopped it.
    fn analyze(&mut self, paths: &[PathBuf], name: &str) -> Result<Option<Pile>, Error> {
        if let Some(partial) = paths.iter().find(|path| is_partial(path)) {
            let message =
                format!("{} is a partial file, in which there are no documents to group", partial.display());
            return Err(Error::usage(message)
                .with_hint("its groups are those of its run: leave --by out, and name them with --group"));
        }
        let mut plan = self.plan(paths);
        let mut source = plan.open_kept(&self.arguments.read.options)?;
        let scratch = Scratch::new().map_err(|error| Error::temporary(&error))?;
        let (mut made, file) = scratch.file().map_err(|error| Error::temporary(&error))?;
        self.interrupt.note(Some(file.clone()));
        let progress = Arc::default();
        let watch = Watch::start(self.console, Arc::clone(&progress));
        let engine = match &self.engine {
            Some(engine) => engine,
            None => {
                let engine = plan.engine(self.execution, self.console)?;
                self.check_fields(&plan, &engine)?;
                self.engine.insert(engine)
            }
        };
        let analysis = plan.analysis(engine, self.interrupt.stop.clone(), progress)?;
        let analysis = analysis.partial_alone(&mut made).whole_corpus();
        self.interrupt.begin();
        let report = analysis.run(source.source()).map_err(|error| plan.with_fields(error))?;
        drop(watch);
        corpus::check_report(&report)?;
        if report.faults.total > 0 {
            let faults = number::counted(report.faults.total, "fault");
            self.console.warn(&format!("{name}: {faults}; `textmill analyze` names them"));
        }
        Ok(report.complete.then(|| Pile { name: name.to_string(), file, _made: Some(scratch) }))
    }

    fn plan(&self, paths: &[PathBuf]) -> Plan {
        let PileArguments { documents, filter, analyzers, given: _, read: _ } = self.arguments;
        let documents = DocumentArguments { paths: paths.to_vec(), ..documents.clone() };
        let selection = SelectionArguments {
            filter: filter.clone(),
            group_by: self.by.cloned(),
            ..SelectionArguments::default()
        };
        let output = self.output.map(Path::to_path_buf);
        Plan::without_places(documents, selection, Analyzers::Given(analyzers.clone()))
            .with_results(ResultArguments { output, ..ResultArguments::default() })
            .reporting(self.reported())
    }

    /// The analyzers whose fields are looked at, where those run that run by default: whoever names some says which run. All are
    /// reported where a field is of none of them.
    fn reported(&self) -> Vec<String> {
        if self.arguments.analyzers.names_analyzers() {
            return Vec::new();
        }
        let analyzer = |field| str::split(field, '.').next().unwrap_or_default();
        let analyzers =
            self.fields.iter().map(String::as_str).chain(self.beside.iter().copied()).map(analyzer);
        let known = analyzers.map(|name| PluginSource::default_names().find(|default| *default == name));
        let names: Option<BTreeSet<&str>> = known.collect();
        names.unwrap_or_default().into_iter().map(str::to_owned).collect()
    }

    /// Whether the engine's analyzers count the fields that were asked for, before documents are read.
    ///
    /// # Errors
    /// A field that none of them counts, with those that all count.
    fn check_fields(&self, plan: &Plan, engine: &Engine) -> Result<(), Error> {
        let counted = CountedFields::of(engine);
        let Some(unknown) = self.fields.iter().find(|field| !counted.has(field)) else { return Ok(()) };
        let all = plan.clone().reporting(Vec::new()).engine(self.execution, self.console)?;
        Err(Error::new(format!("no field `{unknown}` is counted"))
            .with_hint(format!("the fields are {}", CountedFields::of(&all).names().join(", "))))
    }
}

/// The fields of an engine's analyzers in which keys are counted.
struct CountedFields(Vec<(String, Schema)>);

impl CountedFields {
    fn of(engine: &Engine) -> Self {
        let reported = engine.plugins().into_iter().filter(|plugin| plugin.reported);
        let schema = |plugin: PluginInfo| {
            let schema = Schema::from_json(&plugin.manifest.output_schema.to_string()).ok()?;
            Some((plugin.name, schema))
        };
        Self(reported.filter_map(schema).collect())
    }

    /// Those that are known before documents are read.
    fn names(&self) -> Vec<String> {
        let of_analyzer = |(analyzer, schema): &(String, Schema)| {
            let fields = schema.counted_fields().into_iter();
            fields.map(|field| format!("{analyzer}.{}", field.join("."))).collect::<Vec<String>>()
        };
        self.0.iter().flat_map(of_analyzer).collect()
    }

    /// Whether there is one of this name, or may be: those below a map have names of documents.
    fn has(&self, field: &str) -> bool {
        let of_analyzer = |(analyzer, schema): &(String, Schema)| {
            let rest = field.strip_prefix(analyzer.as_str()).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| may_count(schema, rest))
        };
        self.0.iter().any(of_analyzer)
    }
}

/// Whether a field of a schema, by the names that lead to it, may count keys.
fn may_count(schema: &Schema, field: &str) -> bool {
    match schema {
        Schema::Record { fields } => {
            let (name, rest) = field.split_once('.').unwrap_or((field, ""));
            fields.get(name).is_some_and(|schema| may_count(schema, rest))
        }
        Schema::Map { .. } => true,
        Schema::Counts { .. } | Schema::Pairs { .. } => field.is_empty(),
        _ => false,
    }
}

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    names.join(", ")
}
