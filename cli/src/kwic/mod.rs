//! `textmill kwic`.

mod layout;
mod order;
mod row;
mod sample;

use std::fmt;
use std::io;
use std::sync::Arc;

use textmill::{Concordance, Engine, HitStream, PluginSource, Window};

use self::order::Sorted;
use self::row::Row;
use self::sample::Chosen;
use crate::args::{AnalyzerArguments, HitFormat, KwicArguments, ResultArguments, SelectionArguments};
use crate::corpus::{self, Opened};
use crate::engine::{self, Analyzers};
use crate::error::{Error, Exit};
use crate::output::{Output, Reader, check_inputs};
use crate::plan::Plan;
use crate::terminal::{Console, Interrupt, Verbosity, Watch, number, text};
use crate::values::SortKey;

/// Writes a concordance.
///
/// # Errors
/// Documents that cannot be opened, a pattern that cannot be looked for, hits that cannot be written.
pub(crate) fn kwic(arguments: &KwicArguments) -> Result<Exit, Error> {
    check_inputs(arguments.output.as_slice(), &arguments.documents.paths)?;
    corpus::refuse_partials(&arguments.documents.paths)?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let interrupt = Interrupt::default();
    let mut plan = plan(arguments);
    // What can be known to be wrong is said before anything is loaded.
    let source = plan.open_kept(&arguments.given.options)?;
    plan.check_outputs(None)?;
    let reader = match arguments.format {
        HitFormat::Lines => Reader::People,
        HitFormat::Tsv | HitFormat::Jsonl => Reader::Programs,
    };
    let mut out = Output::to(arguments.output.as_deref(), reader)?;
    interrupt.note(out.temporary_path());
    interrupt.listen(&console);
    let engine = load(arguments, &console)?;
    interrupt.begin();
    let progress = Arc::default();
    let watch = Watch::start(&console, Arc::clone(&progress));
    let concordance = concordance(arguments, &engine)?.progress(progress).stop(interrupt.stop.clone());
    let mut hits = match source {
        Opened::Documents(documents) => concordance.stream(*documents),
        Opened::Kept(lines) => concordance.stream(lines),
    }?;
    let counted = write(arguments, &plan, &mut hits, &mut out)?;
    drop(watch);
    if interrupt.stop.is_stopped() {
        tell_faults(&console, &hits);
        tell_stopped(&console, counted, &out);
        return Ok(Exit::Stopped);
    }
    let unread = hits.faults().iter().map(|fault| (fault.source.as_str(), fault.message.as_str()));
    corpus::check_read(hits.has_read(), hits.unread(), unread)?;
    out.publish()?;
    tell_faults(&console, &hits);
    tell(&console, arguments, counted);
    Ok(Exit::Done)
}

/// Which documents are looked into. What is written is none of them.
fn plan(arguments: &KwicArguments) -> Plan {
    let selection = SelectionArguments { filter: arguments.filter.clone(), ..SelectionArguments::default() };
    Plan::without_places(
        arguments.documents.clone(),
        selection,
        Analyzers::Given(AnalyzerArguments::default()),
    )
    .with_results(ResultArguments { output: arguments.output.clone(), ..ResultArguments::default() })
}

/// Only what gives the layers that are needed.
fn load(arguments: &KwicArguments, console: &Console) -> Result<Engine, Error> {
    let mut builder = Engine::builder().plugin(PluginSource::builtin("tokenize")?);
    if arguments.pattern.layers().contains(&"entities") {
        builder = builder.plugin(PluginSource::builtin("entities")?);
    }
    if let Some(threads) = arguments.execution.threads {
        builder = builder.threads(threads.into());
    }
    let builder = builder.max_document_bytes(arguments.documents.max_document.0);
    engine::build(builder, arguments.execution.compiled, console)
}

fn concordance(arguments: &KwicArguments, engine: &Engine) -> Result<Concordance, Error> {
    let pattern = match arguments.exact {
        true => arguments.pattern.exact()?,
        false => arguments.pattern.clone(),
    };
    let window = match arguments.sentence {
        true => Window::Sentence,
        false => Window::Tokens(arguments.window),
    };
    let mut concordance = engine.concordance(pattern).window(window);
    for filter in &arguments.filter {
        concordance = concordance.filter(filter.clone());
    }
    for field in fields(arguments) {
        concordance = concordance.field(field);
    }
    Ok(concordance)
}

/// The fields that are given with each hit, and behind them those that are only sorted by.
fn fields(arguments: &KwicArguments) -> Vec<String> {
    let mut fields = arguments.fields.clone();
    for key in &arguments.sort {
        if let SortKey::Field(field) = key
            && !fields.contains(field)
        {
            fields.push(field.clone());
        }
    }
    fields
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    hits: u64,
    documents: u64,
}

impl fmt::Display for Counted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hits, documents } = *self;
        write!(formatter, "{} in {}", number::counted(hits, "hit"), number::counted(documents, "document"))
    }
}

/// Takes all hits, and writes those that are wanted.
fn write(
    arguments: &KwicArguments,
    plan: &Plan,
    hits: &mut HitStream,
    out: &mut Output,
) -> Result<Counted, Error> {
    let terminal = out.terminal();
    let mut lines = layout::Lines::new(out, arguments.format, fields(arguments), terminal);
    let mut counted = Counted::default();
    let mut last = String::new();
    let mut chosen = arguments.sample.map(Chosen::new);
    let mut sorted = (!arguments.sort.is_empty()).then(|| Sorted::new(fields(arguments), &arguments.sort));
    lines.begin().map_err(unwritten)?;
    for hit in &mut *hits {
        let hit = hit.map_err(|error| plan.with_fields(error))?;
        let row = Row { place: counted.hits, hit };
        counted.hits += 1;
        if row.hit.source != last || counted.documents == 0 {
            counted.documents += 1;
            last.clone_from(&row.hit.source);
        }
        match (&mut chosen, &mut sorted) {
            (Some(chosen), _) => chosen.add(row),
            (None, Some(sorted)) => sorted.add(row)?,
            (None, None) => lines.write(&row.hit).map_err(unwritten)?,
        }
    }
    for row in chosen.into_iter().flat_map(Chosen::into_rows) {
        match &mut sorted {
            Some(sorted) => sorted.add(row)?,
            None => lines.write(&row.hit).map_err(unwritten)?,
        }
    }
    if let Some(sorted) = sorted {
        sorted.each(|row| lines.write(&row.hit).map_err(unwritten))?;
    }
    lines.finish().map_err(unwritten)?;
    Ok(counted)
}

fn unwritten(error: io::Error) -> Error {
    Error::io("the concordance", &error)
}

/// How many faults are named.
const NAMED: usize = 5;

fn tell_faults(console: &Console, hits: &HitStream) {
    for fault in hits.faults().iter().take(NAMED) {
        console.warn(&format!("{}: {}", text::escaped(&fault.source), text::escaped(&fault.message)));
    }
    if hits.fault_count() > 0 {
        let lost = number::counted(hits.fault_count(), "fault");
        console.warn(&format!("{lost}: what stands in these documents was not looked into"));
    }
}

fn tell(console: &Console, arguments: &KwicArguments, counted: Counted) {
    match arguments.sample.filter(|sample| (*sample as u64) < counted.hits) {
        Some(sample) => console.say(&format!("{counted}, of which {sample} were chosen")),
        None => console.say(&counted.to_string()),
    }
}

/// A file of hits would look like all of them, so none is left where a run did not come to its end.
fn tell_stopped(console: &Console, counted: Counted, out: &Output) {
    let found = format!("stopped: {counted} of what was read so far");
    match out.is_file() {
        true => console.say(&format!("{found}; {} was not written", text::escaped(&out.place()))),
        false => console.say(&found),
    }
}
