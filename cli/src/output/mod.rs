//! Files that appear whole or not at all.

mod guarded;
mod leftover;

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use textmill::Corpus;

use self::guarded::Guarded;
use crate::error::Error;
use crate::terminal::{Terminal, stdout_is_closed};

/// Where results go: standard output, or a file that takes its name when it is complete.
#[derive(Debug)]
pub(crate) enum Output {
    Stdout(BufWriter<Guarded<io::Stdout>>),
    /// A file under another name in the folder of its own, so that taking its name is one step of the file system.
    File {
        path: PathBuf,
        file: BufWriter<Unfinished>,
    },
    /// A device or a pipe, which nothing can take the place of.
    Device {
        path: PathBuf,
        file: BufWriter<Guarded<File>>,
    },
}

/// Who reads a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A page, which has colours and escapes of its own.
    People,
    /// Data. On a terminal, what they have of control characters is escaped.
    Programs,
}

impl Output {
    /// What stands for the standard streams.
    pub(crate) const STDOUT: &str = "-";

    /// Opens a place for results that programs read. Called before the work, so that a folder that cannot be written is known
    /// then. On a terminal, what they have of control characters is escaped.
    ///
    /// # Errors
    /// A folder that is not there or cannot be written.
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        Self::open(path, Guarded::new, Guarded::new)
    }

    /// Opens a place for a page that people read, which has colours and escapes of its own.
    ///
    /// # Errors
    /// Those of [`create`](Self::create).
    pub(crate) fn for_page(path: &Path) -> Result<Self, Error> {
        Self::open(path, Guarded::off, Guarded::off)
    }

    /// Opens the place that is given, or standard output where none is.
    ///
    /// # Errors
    /// Those of [`create`](Self::create).
    pub(crate) fn to(place: Option<&Path>, reader: Reader) -> Result<Self, Error> {
        let path = place.unwrap_or(Path::new(Self::STDOUT));
        match reader {
            Reader::People => Self::for_page(path),
            Reader::Programs => Self::create(path),
        }
    }

    fn open(
        path: &Path,
        stream: fn(io::Stdout) -> Guarded<io::Stdout>,
        device: fn(File) -> Guarded<File>,
    ) -> Result<Self, Error> {
        if path.as_os_str() == Self::STDOUT {
            check_stdout()?;
            return Ok(Self::Stdout(BufWriter::new(stream(io::stdout()))));
        }
        let given = path.display();
        let fails = |error: io::Error| Error::io(&given, &error);
        // A link stays, and the file that it leads to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match path.metadata() {
            Ok(found) if found.is_dir() => {
                Err(Error::new(format!("{given}: it is a folder, expected a file")))
            }
            Ok(found) if !found.is_file() => {
                let file = OpenOptions::new().write(true).open(&path).map_err(fails)?;
                Ok(Self::Device { path, file: BufWriter::new(device(file)) })
            }
            _ => {
                let file = BufWriter::new(Unfinished(temporary(&path).map_err(fails)?));
                Ok(Self::File { path, file })
            }
        }
    }

    /// Writes a text, to the last byte.
    ///
    /// # Errors
    /// What the file system says, such as that it is full.
    pub(crate) fn write_whole(&mut self, text: &str) -> Result<(), Error> {
        let writer = self.writer();
        let written = writer.write_all(text.as_bytes()).and_then(|()| writer.flush());
        written.map_err(|error| Error::io(self.place(), &error))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// What the file system says; the file is then not there, or as it was before.
    pub(crate) fn publish(self) -> Result<(), Error> {
        self.finish()?.map_or(Ok(()), WholeFile::publish)
    }

    /// Makes the file whole, down to its last byte. Gives nothing for a stream and a device: they have it all then.
    ///
    /// # Errors
    /// What the file system says, such as that it is full.
    pub(crate) fn finish(self) -> Result<Option<WholeFile>, Error> {
        let place = self.place();
        let finished = match self {
            Self::Stdout(mut stdout) => stdout.flush().map(|()| None),
            Self::Device { mut file, .. } => file.flush().map(|()| None),
            Self::File { path, file } => WholeFile::new(file, path).map(Some),
        };
        finished.map_err(|error| Error::io(place, &error))
    }

    /// The name under which the file stands until it is whole.
    pub(crate) fn temporary_path(&self) -> Option<PathBuf> {
        match self {
            Self::File { file, .. } => Some(file.get_ref().0.path().to_owned()),
            Self::Stdout(_) | Self::Device { .. } => None,
        }
    }

    /// Whether it is a file, and not a stream or a device.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// How a page is laid out that is written to it.
    pub(crate) fn terminal(&self) -> Terminal {
        match self {
            Self::Stdout(_) => Terminal::stdout(),
            Self::File { .. } | Self::Device { .. } => Terminal::file(),
        }
    }

    /// How the place is called in a message.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Stdout(_) => "standard output".to_owned(),
            Self::File { path, .. } | Self::Device { path, .. } => path.display().to_string(),
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(stdout) => stdout,
            Self::File { file, .. } => file,
            Self::Device { file, .. } => file,
        }
    }
}

impl Write for Output {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.writer().write(buffer).map_err(|error| named(self.place(), &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush().map_err(|error| named(self.place(), &error))
    }
}

/// A file that has not its own name yet: of the one that it has, errors say nothing.
#[derive(Debug)]
pub(crate) struct Unfinished(NamedTempFile);

impl Write for Unfinished {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.as_file_mut().write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_file_mut().flush()
    }
}

/// An error of writing, with the name of what is written: whoever tells it writes to several places.
pub(crate) fn named(place: impl fmt::Display, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{place}: {error}"))
}

/// Refuses to write to a standard output that there is not.
///
/// # Errors
/// Where it is closed.
pub(crate) fn check_stdout() -> Result<(), Error> {
    match stdout_is_closed() {
        false => Ok(()),
        true => Err(Error::new("standard output is closed, and the result was to go there")
            .with_hint("-o FILE writes it to a file, `>/dev/null` throws it away")),
    }
}

/// Whether a path stands for a standard stream: `-`.
pub(crate) fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == Output::STDOUT
}

/// A place however it is spelled, and whatever links lead to it. What is not there yet has the folder that it will be in.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    if is_standard_stream(path) {
        return path.to_owned();
    }
    path.canonicalize().unwrap_or_else(|_| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name))
    })
}

/// Refuses to write over what is read: an output and an input that are one file, however they are called.
///
/// # Errors
/// The first two that are. Files that are not there are none.
pub(crate) fn check_inputs<'a>(
    outputs: impl IntoIterator<Item = &'a PathBuf>,
    inputs: &[PathBuf],
) -> Result<(), Error> {
    for output in outputs {
        let same = |input: &&PathBuf| same_file::is_same_file(input, output).unwrap_or(false);
        if let Some(input) = inputs.iter().find(same).filter(|_| output.is_file()) {
            let problem = format!(
                "{}: it is read by the command, and the output {} would overwrite it",
                input.display(),
                output.display()
            );
            return Err(Error::new(problem).with_hint("nothing was written; give the output another path"));
        }
    }
    Ok(())
}

/// A file in the folder of `path` that is to become the one at `path`, under a name that says so. What killed runs have
/// left of theirs is removed.
///
/// # Errors
/// A folder that is not there or cannot be written.
pub(crate) fn temporary(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let prefix = leftover::prefix_for(path);
    leftover::remove(folder, &prefix);
    // Hidden, so that it is no document of a corpus that it may stand in. It is created as any other file is, not for its
    // owner alone as temporary files are: what is left to others is the umask's to say.
    let file = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(Corpus::TEMPORARY_SUFFIX)
        .make_in(folder, |path| OpenOptions::new().read(true).write(true).create_new(true).open(path))?;
    // As long as it is locked, it is nobody's leftover. Where there are no locks, nothing is ever removed either.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// A file that is on disk to its last byte, and has still to be given its name.
#[derive(Debug)]
pub(crate) struct WholeFile {
    file: NamedTempFile,
    place: PathBuf,
}

impl WholeFile {
    fn new(file: BufWriter<Unfinished>, place: PathBuf) -> io::Result<Self> {
        let Unfinished(file) = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        // Or a crash of the machine could leave the name with nothing after it.
        file.as_file().sync_all()?;
        Ok(Self { file, place })
    }

    /// What it is to be called.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// What the file system says; the file is then not there, or as it was before.
    pub(crate) fn publish(self) -> Result<(), Error> {
        let Self { file, place } = self;
        file.persist(&place).map(drop).map_err(|error| Error::io(place.display(), &error.error))
    }

    /// Leaves the file where it is, under a name that it gives: somebody else gives it its own.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn keep(self) -> Result<PathBuf, Error> {
        let kept = self.file.into_temp_path().keep();
        kept.map_err(|error| Error::io(self.place.display(), &error.error))
    }
}

/// Writes a page that people read to standard output.
///
/// # Errors
/// A closed pipe is one too, which [`Error`] knows.
pub(crate) fn print(page: &str) -> Result<(), Error> {
    Output::for_page(Path::new(Output::STDOUT))?.write_whole(page)
}

/// Writes what programs read to standard output.
///
/// # Errors
/// Those of [`print`].
pub(crate) fn print_data(data: &str) -> Result<(), Error> {
    Output::create(Path::new(Output::STDOUT))?.write_whole(data)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_has_its_name_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "old").unwrap();
        let mut output = Output::create(&path).unwrap();
        output.write_whole("new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        output.publish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(folder.path()), ["report.json"]);
    }

    #[test]
    fn what_is_read_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let [here, there, gone] = ["here", "there", "gone"].map(|name| folder.path().join(name));
        fs::write(&here, "").unwrap();
        fs::write(&there, "").unwrap();
        let inputs = [gone.clone(), here.clone()];
        assert!(check_inputs([&there, &gone], &inputs).is_ok());
        let again = folder.path().join("./here");
        let error = check_inputs([&there, &again], &inputs).unwrap_err().to_string();
        let [here, again] = [here, again].map(|path| path.display().to_string());
        assert_eq!(
            error,
            format!("{here}: it is read by the command, and the output {again} would overwrite it")
        );
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut output = Output::create(&folder.path().join("report.json")).unwrap();
        output.write_all(b"half").unwrap();
        drop(output);
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let mut output = Output::create(&link).unwrap();
        output.write_all(b"new").unwrap();
        output.publish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert!(matches!(Output::create(Path::new("/dev/null")).unwrap(), Output::Device { .. }));
    }

    #[test]
    fn what_cannot_be_written_is_known_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let error = Output::create(folder.path()).unwrap_err().to_string();
        assert_eq!(error, format!("{}: it is a folder, expected a file", folder.path().display()));
        let path = folder.path().join("nowhere/report.json");
        let error = Output::create(&path).unwrap_err().to_string();
        assert_eq!(error, format!("{}: {}", path.display(), io::Error::from_raw_os_error(2)));
    }
}
