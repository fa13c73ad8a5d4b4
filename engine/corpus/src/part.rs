//! What is read as one: an input, or a member of an archive. Its compression is seen through, its format told, and the
//! reader of that format begun.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use super::compression::{Ahead, Compression, inside};
use super::damage::{damage, is_of_machine, passes, reason};
use super::name::Name;
use super::reader::{Context, Data, Opening, Reader, Refused};
use super::readers::{Named, Nests, begins_with_line_of_object, look, named};
use super::source::Item;

/// Archives in archives, at most.
const MAX_NESTED: u32 = 4;

/// How often data may be compressed: it never is more than once but by mistake or malice.
const MAX_LAYERS: u32 = 4;

/// How many bytes are asked for at once.
const BUFFER: u64 = 64 * 1024;

/// How many bytes of an input are looked at: what `file` and `git` look at to tell text from other data, about.
const HEAD: usize = 8 * 1024;

/// A reader of a part.
pub(super) fn open(opening: Opening, context: Context) -> Box<dyn Reader> {
    let name = opening.name.clone();
    see_through(opening, &context).unwrap_or_else(|error| {
        if is_of_machine(&error) {
            context.fail(&error);
        }
        Box::new(Refused::new(name.unread(reason(&error))))
    })
}

/// Looks at the beginning of what is read, through its compression.
fn see_through(opening: Opening, context: &Context) -> io::Result<Box<dyn Reader>> {
    let Opening { name, mut path, reader, mut size, mut file } = opening;
    let capacity = size.map_or(BUFFER, |size| size.clamp(1, BUFFER));
    let mut reader: Box<dyn BufRead + Send> =
        Box::new(BufReader::with_capacity(usize::try_from(capacity).unwrap_or(HEAD), reader));
    let mut head = beginning(&mut reader);
    for _ in 0..MAX_LAYERS {
        let Some(compression) = Compression::of(&head) else { break };
        let compressed = Box::new(Cursor::new(head).chain(reader));
        let decoder = compression.decoder(compressed, context.format.decompression_memory)?;
        reader = Box::new(Ahead::new(context.budget.debit(decoder)));
        head = beginning(&mut reader);
        (path, size, file) = (path.map(|path| inside(&path)), None, None);
    }
    begin(Data { head, reader, size, file }, path.as_deref(), name, context)
}

/// Begins with what the data holds, as its name and its content tell.
fn begin(mut data: Data, path: Option<&Path>, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    if Compression::of(&data.head).is_some() {
        return Err(damage(format!("compressed more than {MAX_LAYERS} times")));
    }
    let named = path.map_or(Named::Nothing, named);
    let text = data.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&data.head);
    if named.leaves_open() && text.trim_ascii_start().starts_with(b"{") {
        complete_line(&mut data.reader, &mut data.head, context.format.max_document);
    }
    let row = look(&data.head, named, &context.format).map_err(damage)?;
    if row.nests == Nests::Yes && context.nesting == MAX_NESTED {
        return Err(damage(format!("archives in each other deeper than {MAX_NESTED}")));
    }
    if data.head.is_empty() {
        return (row.open)(data, name, context);
    }
    let left_out = context.left_out().total();
    let reader = (row.open)(data, name.clone(), context)?;
    let (context, format) = (context.clone(), row.name);
    Ok(Box::new(Watched { reader, name, context, format, silence: Silence::SoFar { left_out } }))
}

/// A reader of a part that is not empty, and so gives something, or is said to give nothing.
struct Watched {
    reader: Box<dyn Reader>,
    name: Name,
    context: Context,
    /// What the format is called.
    format: &'static str,
    silence: Silence,
}

/// Whether a part has given nothing.
enum Silence {
    /// Nothing, since so many things were left out of the input.
    SoFar {
        left_out: u64,
    },
    Broken,
}

impl Reader for Watched {
    fn next_item(&mut self) -> Option<Item> {
        let item = self.reader.next_item();
        match std::mem::replace(&mut self.silence, Silence::Broken) {
            Silence::SoFar { left_out } if item.is_none() && self.context.left_out().total() == left_out => {
                let message = format!("no document is found in it, read as {}", self.format);
                Some(Item::Unread(self.name.clone().unread(message)))
            }
            _ => item,
        }
    }

    fn whole(&self) -> bool {
        self.reader.whole()
    }

    fn progress(&self) -> Option<(u64, u64)> {
        self.reader.progress()
    }
}

/// The first bytes of what is read: no more than its first line where that is a JSON object, since nothing else tells more,
/// and whoever sends a line now and then is not waited for. Where it breaks off among them, it is left to break off after
/// them.
fn beginning(reader: &mut Box<dyn BufRead + Send>) -> Vec<u8> {
    let mut head = Vec::new();
    while head.len() < HEAD {
        let available = match reader.fill_buf() {
            Ok([]) => break,
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                break_off(reader, error);
                break;
            }
        };
        let taken = available.len().min(HEAD - head.len());
        head.extend_from_slice(&available[..taken]);
        reader.consume(taken);
        if begins_with_line_of_object(&head) {
            break;
        }
    }
    head
}

/// Reads on until `head` has its first line that is not blank whole, or `limit` bytes more.
fn complete_line(reader: &mut Box<dyn BufRead + Send>, head: &mut Vec<u8>, limit: u64) {
    if head.trim_ascii_start().contains(&b'\n') {
        return;
    }
    if let Err(error) = reader.take(limit).read_until(b'\n', head) {
        break_off(reader, error);
    }
}

/// Puts an error before what a reader gives, where it gives something after it.
fn break_off(reader: &mut Box<dyn BufRead + Send>, error: io::Error) {
    let goes_on = passes(&error);
    let after = std::mem::replace(reader, Box::new(io::empty()));
    let broken = BufReader::with_capacity(1, Broken(Some(error)));
    *reader = if goes_on { Box::new(broken.chain(after)) } else { Box::new(broken) };
}

/// A reader that gives an error, once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
