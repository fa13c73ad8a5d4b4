//! Members of a ZIP archive that its directory does not name, found by the headers before them: those of an archive that was
//! cut, so that it has no directory; of another that stands before it; and those whose name another has too.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::section::Section;

/// A member, as the header before it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Local {
    /// Where its header begins.
    pub(super) header: u64,
    pub(super) name: Vec<u8>,
    pub(super) method: u16,
    pub(super) encrypted: bool,
    pub(super) start: u64,
    pub(super) compressed: u64,
    pub(super) size: u64,
    pub(super) crc: u32,
}

/// Members that stand one after another, at most: as many as a directory may name that is not of ZIP64.
const MAX_MEMBERS: usize = 65_536;

const HEADER: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";

/// The members whose headers stand one after another from the beginning of `archive` on, up to `end`.
///
/// # Errors
/// Where the archive cannot be read.
pub(super) fn members(archive: &Section, end: u64) -> io::Result<Vec<Local>> {
    let mut members = Vec::new();
    let mut at = 0;
    while members.len() < MAX_MEMBERS && at < end {
        let Some((mut member, is_told)) = header(archive, at)? else { break };
        let next = if is_told {
            member.start.saturating_add(member.compressed)
        } else {
            described(archive, end, &mut member)?
        };
        at = match header_at(archive, next)? {
            true => next,
            // A descriptor may follow where sizes are told, too.
            false => next.saturating_add(descriptor_after(archive, next, &member)?),
        };
        members.push(member);
    }
    Ok(members)
}

/// The header at a place, and whether it tells the sizes; nothing where there is none, or not all of it.
fn header(archive: &Section, at: u64) -> io::Result<Option<(Local, bool)>> {
    const LENGTH: usize = 30;
    let fixed = bytes(archive, at, LENGTH)?;
    if fixed.len() < LENGTH || !fixed.starts_with(&HEADER) {
        return Ok(None);
    }
    let (flags, names) = (u16_at(&fixed, 6), usize::from(u16_at(&fixed, 26)));
    let after = bytes(archive, at + LENGTH as u64, names + usize::from(u16_at(&fixed, 28)))?;
    let Some((name, extra)) = after.split_at_checked(names) else { return Ok(None) };
    let mut member = Local {
        header: at,
        name: name.to_vec(),
        method: u16_at(&fixed, 8),
        encrypted: flags & 1 != 0,
        start: at + (LENGTH + after.len()) as u64,
        compressed: u32_at(&fixed, 18).into(),
        size: u32_at(&fixed, 22).into(),
        crc: u32_at(&fixed, 14),
    };
    if let Some(sizes) = zip64(extra) {
        (member.size, member.compressed) = (u64_at(sizes, 0), u64_at(sizes, 8));
    }
    let is_described = flags & 8 != 0 && member.compressed == 0;
    Ok(Some((member, !is_described)))
}

/// The sizes of more than 32 bits, without and with compression.
fn zip64(mut extra: &[u8]) -> Option<&[u8]> {
    while extra.len() >= 4 {
        let (kind, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let field = extra.get(4..4 + length)?;
        if kind == 1 && length >= 16 {
            return Some(field);
        }
        extra = &extra[4 + length..];
    }
    None
}

/// Finds the end of a member whose sizes stand behind it, and takes them; where it ends without them, as it is cut, all that
/// is left is the member's. Gives where it ends.
fn described(archive: &Section, end: u64, member: &mut Local) -> io::Result<u64> {
    /// Bytes of the longest descriptor, and of a mark.
    const AROUND: usize = 28;
    const PIECE: usize = 64 * 1024;
    let mut at = member.start;
    while at < end {
        let piece = bytes(archive, at, PIECE)?;
        for mark in memchr::memmem::find_iter(&piece, b"PK") {
            let mark = at + mark as u64;
            let is_mark = bytes_start_with(&piece, (mark - at) as usize);
            if is_mark && let Some(sizes) = descriptor_before(archive, mark, member)? {
                (member.crc, member.compressed, member.size) = sizes;
                return Ok(member.start + member.compressed);
            }
        }
        if piece.len() <= AROUND {
            break;
        }
        at += (piece.len() - AROUND) as u64;
    }
    (member.compressed, member.size) = (end.saturating_sub(member.start), 0);
    Ok(end)
}

/// Whether a mark stands at a place of `piece` before which a member may end.
fn bytes_start_with(piece: &[u8], at: usize) -> bool {
    let mark = &piece[at..];
    [HEADER, DESCRIPTOR, DIRECTORY].iter().any(|known| mark.starts_with(known))
}

/// The checksum and the sizes of the member that ends before a mark, if they are there: behind the mark, where that is the
/// descriptor's own, or before it.
fn descriptor_before(archive: &Section, mark: u64, member: &Local) -> io::Result<Option<(u32, u64, u64)>> {
    let seen = bytes(archive, mark, 24)?;
    if seen.starts_with(&DESCRIPTOR) {
        let compressed = mark - member.start;
        return Ok(sizes(&seen[4..], compressed).map(|(crc, size, _)| (crc, compressed, size)));
    }
    for length in [12, 20] {
        let Some(begin) = mark.checked_sub(length).filter(|&begin| begin >= member.start) else { continue };
        let compressed = begin - member.start;
        let seen = bytes(archive, begin, length as usize)?;
        if let Some((crc, size, taken)) = sizes(&seen, compressed)
            && taken == length
        {
            return Ok(Some((crc, compressed, size)));
        }
    }
    Ok(None)
}

/// The checksum and the size that a descriptor without its mark tells of a member of so many compressed bytes, and its length.
fn sizes(descriptor: &[u8], compressed: u64) -> Option<(u32, u64, u64)> {
    let is_long = descriptor.len() >= 20 && u64_at(descriptor, 4) == compressed;
    let is_short = descriptor.len() >= 12 && u64::from(u32_at(descriptor, 4)) == compressed;
    match (is_long, is_short) {
        (true, _) if compressed > 0 => Some((u32_at(descriptor, 0), u64_at(descriptor, 12), 20)),
        (_, true) => Some((u32_at(descriptor, 0), u32_at(descriptor, 8).into(), 12)),
        _ => None,
    }
}

/// The length of the descriptor that follows a member; none where there is none.
fn descriptor_after(archive: &Section, at: u64, member: &Local) -> io::Result<u64> {
    let seen = bytes(archive, at, 24)?;
    let mark = if seen.starts_with(&DESCRIPTOR) { DESCRIPTOR.len() } else { 0 };
    let found = sizes(&seen[mark..], member.compressed);
    Ok(found.map_or(0, |(_, _, length)| mark as u64 + length))
}

fn header_at(archive: &Section, at: u64) -> io::Result<bool> {
    Ok(bytes(archive, at, HEADER.len())? == HEADER)
}

/// As many bytes from a place on as there are, at most `length`.
fn bytes(archive: &Section, at: u64, length: usize) -> io::Result<Vec<u8>> {
    if at >= archive.len() {
        return Ok(Vec::new());
    }
    let mut archive = archive.clone();
    archive.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::with_capacity(length);
    archive.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
