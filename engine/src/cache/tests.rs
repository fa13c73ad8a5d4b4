use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::{Cache, CacheError, Key, Usage};

const ROOMY: u64 = 1 << 30;

fn key(number: u64) -> Key {
    let half = |seed| xxh3_128_with_seed(&number.to_le_bytes(), seed).to_le_bytes();
    [half(0), half(1)].concat().try_into().unwrap()
}

/// A hundred bytes that do not compress, and a number.
fn body(number: u64) -> Vec<u8> {
    let noise = (0..6).flat_map(|part| xxh3_128_with_seed(&number.to_le_bytes(), 2 + part).to_le_bytes());
    noise.chain(number.to_le_bytes()).collect()
}

fn entries(numbers: std::ops::Range<u64>) -> impl Iterator<Item = (Key, Vec<u8>)> {
    numbers.map(|number| (key(number), body(number)))
}

/// Opens what is in good order.
#[track_caller]
fn open(folder: &Path, max_bytes: u64) -> Cache {
    let opened = Cache::open(folder, max_bytes).unwrap();
    assert_eq!(opened.warning, None);
    opened.cache
}

/// Opens a store, and gives the warning with `DIR` for the folder.
fn open_with_warning(folder: &Path) -> (Cache, String) {
    let opened = Cache::open(folder, ROOMY).unwrap();
    (opened.cache, opened.warning.unwrap_or_default().replace(folder.to_str().unwrap(), "DIR"))
}

/// The numbers of those entries that the store has. Each has to be right.
#[track_caller]
fn kept(cache: &Cache, numbers: std::ops::Range<u64>) -> BTreeSet<u64> {
    let keys: Vec<Key> = numbers.clone().map(key).collect();
    let found = numbers.zip(cache.get_many(&keys)).filter_map(|(number, found)| {
        assert!(found.is_none() || found.as_ref() == Some(&body(number)), "the body of {number}");
        found.map(|_| number)
    });
    found.collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "lock" && name != "CACHEDIR.TAG")
        .collect();
    names.sort();
    names
}

fn bytes_on_disk(folder: &Path) -> u64 {
    names(folder).iter().map(|name| fs::metadata(folder.join(name)).unwrap().len()).sum()
}

/// A store of 300 entries in its two files.
fn filled() -> (TempDir, [PathBuf; 2]) {
    let folder = TempDir::new().unwrap();
    open(folder.path(), ROOMY).put_all(entries(0..300)).unwrap();
    let files = ["00000000.data", "00000000.index"].map(|name| folder.path().join(name));
    (folder, files)
}

#[test]
fn what_was_put_is_there_in_the_next_run() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("made/by/it");
    let cache = open(&path, ROOMY);
    assert_eq!(cache.get(&key(1)), None);
    cache.put_all(entries(0..1000)).unwrap();
    cache.put_all([(key(5000), Vec::new())]).unwrap();
    assert_eq!(kept(&cache, 0..1001).len(), 1000);
    drop(cache);

    let cache = open(&path, ROOMY);
    assert_eq!(kept(&cache, 0..1001).len(), 1000);
    assert_eq!(cache.get(&key(5000)), Some(Vec::new()));
    assert_eq!(cache.usage(), Usage { entries: 1001, bytes: bytes_on_disk(&path), evicted: 0, damaged: 0 });
}

#[test]
fn an_entry_is_written_once() {
    let (folder, _) = filled();
    let before = bytes_on_disk(folder.path());
    open(folder.path(), ROOMY).put_all(entries(0..300)).unwrap();
    assert_eq!(bytes_on_disk(folder.path()), before);
}

#[test]
fn many_short_runs_fill_one_segment() {
    let folder = TempDir::new().unwrap();
    for run in 0..50 {
        open(folder.path(), ROOMY).put_all(entries(run..run + 1)).unwrap();
    }
    assert_eq!(names(folder.path()), ["00000000.data", "00000000.index"]);
    assert_eq!(kept(&open(folder.path(), ROOMY), 0..50).len(), 50);
}

#[test]
fn the_oldest_go_when_it_is_full() {
    let folder = TempDir::new().unwrap();
    let max_bytes = 100_000;
    let cache = open(folder.path(), max_bytes);
    for batch in 0..200 {
        cache.put_all(entries(batch * 20..batch * 20 + 20)).unwrap();
        let (usage, on_disk) = (cache.usage(), bytes_on_disk(folder.path()));
        assert_eq!(usage.bytes, on_disk);
        assert!(on_disk <= max_bytes, "{on_disk} bytes after batch {batch}");
    }
    let numbers = kept(&cache, 0..4000);
    assert_eq!(numbers, (*numbers.first().unwrap()..4000).collect());
    assert!(cache.usage().bytes > max_bytes * 8 / 10);
    assert_eq!(cache.usage().evicted, 4000 - numbers.len() as u64);
}

#[test]
fn a_smaller_bound_holds_from_the_start() {
    let folder = TempDir::new().unwrap();
    open(folder.path(), 200_000).put_all(entries(0..1000)).unwrap();
    let cache = open(folder.path(), 50_000);
    assert!(bytes_on_disk(folder.path()) <= 50_000);
    let numbers = kept(&cache, 0..1000);
    assert!(!numbers.is_empty());
    assert_eq!(numbers, (*numbers.first().unwrap()..1000).collect());
}

#[test]
fn a_body_too_large_for_the_bound_is_not_kept() {
    let folder = TempDir::new().unwrap();
    let cache = open(folder.path(), 8_000);
    cache.put_all([(key(1), vec![0; 1001]), (key(2), vec![0; 1000])]).unwrap();
    assert_eq!(cache.get(&key(1)), None);
    assert_eq!(cache.get(&key(2)), Some(vec![0; 1000]));
    drop(cache);
    let cache = open(folder.path(), 0);
    cache.put_all(entries(0..10)).unwrap();
    assert_eq!(cache.usage().entries, 0);
}

#[test]
fn threads_put_and_get_at_once() {
    let folder = TempDir::new().unwrap();
    let cache = open(folder.path(), 200_000);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let cache = &cache;
            scope.spawn(move || {
                for batch in (0..100).map(|batch| (batch + thread * 25) % 100) {
                    let numbers = batch * 50..batch * 50 + 50;
                    kept(cache, numbers.clone());
                    cache.put_all(entries(numbers)).unwrap();
                }
            });
        }
    });
    assert_eq!(cache.usage().damaged, 0);
    assert!(bytes_on_disk(folder.path()) <= 200_000);
    let numbers = kept(&cache, 0..5000);
    drop(cache);
    assert_eq!(kept(&open(folder.path(), 200_000), 0..5000), numbers);
}

#[test]
fn a_second_run_reads_and_adds_nothing() {
    let (folder, _) = filled();
    let first = open(folder.path(), ROOMY);
    let (second, warning) = open_with_warning(folder.path());
    assert_eq!(warning, "the cache DIR is read and not added to: another run is writing to it");
    second.put_all(entries(300..400)).unwrap();
    assert_eq!(kept(&second, 0..400).len(), 300);
    first.put_all(entries(300..400)).unwrap();
    drop((first, second));
    assert_eq!(kept(&open(folder.path(), ROOMY), 0..400).len(), 400);
}

#[test]
fn the_folder_may_be_deleted_during_a_run() {
    let (folder, _) = filled();
    // Segments are small enough that some begin after it.
    let cache = open(folder.path(), 500_000);
    fs::remove_dir_all(folder.path()).unwrap();
    kept(&cache, 0..300);
    for batch in 1..20 {
        cache.put_all(entries(batch * 300..batch * 300 + 300)).unwrap();
    }
    let numbers = kept(&cache, 0..6000);
    drop(cache);
    assert!(kept(&open(folder.path(), 500_000), 0..6000).is_subset(&numbers));
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("00000000.data"), "").unwrap();
    fs::write(folder.path().join("thesis.txt"), "").unwrap();
    let error = Cache::open(folder.path(), ROOMY).unwrap_err();
    assert!(matches!(error, CacheError::OtherFiles { .. }));
    assert_eq!(
        error.to_string().replace(folder.path().to_str().unwrap(), "DIR"),
        "DIR is not a cache: it holds thesis.txt"
    );
    assert_eq!(error.hint(), Some("name a folder that is new or empty"));

    let error = Cache::open(&folder.path().join("thesis.txt"), ROOMY).unwrap_err().to_string();
    let error = error.replace(folder.path().to_str().unwrap(), "DIR");
    assert!(error.starts_with("the cache DIR/thesis.txt: "), "{error}");
}

#[test]
fn a_foreign_file_is_set_aside() {
    let (folder, [data, index]) = filled();
    let mut bytes = fs::read(&data).unwrap();
    bytes[15] = b'2';
    fs::write(&data, bytes).unwrap();
    fs::write(folder.path().join("00000009.index.damaged"), "from an earlier time").unwrap();
    let (cache, warning) = open_with_warning(folder.path());
    assert_eq!(
        warning,
        "2 of the files in the cache DIR are damaged or of another version of Textmill; they are set aside as *.damaged"
    );
    assert_eq!(names(folder.path()), ["00000000.data.damaged", "00000000.index.damaged"]);
    cache.put_all(entries(0..10)).unwrap();
    drop(cache);
    assert_eq!(kept(&open(folder.path(), ROOMY), 0..300).len(), 10);
    assert!(data.exists() && index.exists());
}

#[test]
fn what_a_killed_process_left_is_cleared() {
    for (name, length) in [("00000001.data", 16), ("00000001.data", 7), ("00000001.index", 0)] {
        let (folder, [data, _]) = filled();
        fs::write(folder.path().join(name), &fs::read(data).unwrap()[..length]).unwrap();
        let cache = open(folder.path(), ROOMY);
        assert_eq!(names(folder.path()), ["00000000.data", "00000000.index"], "{name}");
        assert_eq!(kept(&cache, 0..300).len(), 300);
    }
}

#[test]
fn an_entry_cut_short_by_a_kill_is_written_over() {
    let (folder, [_, index]) = filled();
    let bytes = fs::read(&index).unwrap();
    fs::write(&index, &bytes[..bytes.len() - 5]).unwrap();
    let cache = open(folder.path(), ROOMY);
    assert_eq!(kept(&cache, 0..300), (0..299).collect());
    cache.put_all(entries(299..400)).unwrap();
    drop(cache);
    assert_eq!(kept(&open(folder.path(), ROOMY), 0..400).len(), 400);
}

#[test]
fn a_damaged_entry_is_a_miss_and_can_be_put_anew() {
    let (folder, [data, _]) = filled();
    let mut bytes = fs::read(&data).unwrap();
    // A byte in the first record's body.
    bytes[100] ^= 1;
    fs::write(&data, bytes).unwrap();
    let cache = open(folder.path(), ROOMY);
    assert_eq!(kept(&cache, 0..300), (1..300).collect());
    assert_eq!((cache.usage().entries, cache.usage().damaged), (299, 1));
    cache.put_all(entries(0..1)).unwrap();
    assert_eq!(cache.get(&key(0)), Some(body(0)));
    drop(cache);
    assert_eq!(kept(&open(folder.path(), ROOMY), 0..300).len(), 300);
}

#[test]
fn a_key_that_begins_as_another_is_a_miss() {
    let (folder, _) = filled();
    let cache = open(folder.path(), ROOMY);
    let mut other = key(7);
    other[31] ^= 1;
    assert_eq!(cache.get(&other), None);
    // It may be a damaged index that pointed there, so the key can be put again.
    assert_eq!(cache.get(&key(7)), None);
    cache.put_all([(key(7), body(7))]).unwrap();
    assert_eq!(cache.get(&key(7)), Some(body(7)));
}

#[test]
fn a_data_file_cut_short_loses_what_was_behind() {
    let (folder, [data, _]) = filled();
    let bytes = fs::read(&data).unwrap();
    let record = (bytes.len() - 16) / 300;
    fs::write(&data, &bytes[..16 + 150 * record]).unwrap();
    let (cache, warning) = open_with_warning(folder.path());
    assert_eq!(warning, "the cache DIR lost 150 damaged entries");
    assert_eq!(kept(&cache, 0..300), (0..150).collect());
}

#[test]
fn an_index_that_points_to_another_record_is_damaged() {
    let (folder, [_, index]) = filled();
    let mut bytes = fs::read(&index).unwrap();
    // After the head, an entry has 8 bytes of the key, then offset and length.
    let (first, second) = (16 + 8, 16 + 16 + 8);
    let second = bytes[second..second + 8].to_vec();
    bytes[first..first + 8].copy_from_slice(&second);
    fs::write(&index, bytes).unwrap();
    let (cache, _) = open_with_warning(folder.path());
    assert_eq!(kept(&cache, 0..300).len(), 299);
    cache.put_all(entries(0..300)).unwrap();
    assert_eq!(kept(&cache, 0..300).len(), 300);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damage_anywhere_is_never_a_wrong_body(
        flips in prop::collection::vec((any::<bool>(), any::<usize>(), 1_u8..), 0..20),
        cut in prop::option::of((any::<bool>(), any::<usize>())),
    ) {
        let (folder, files) = filled();
        let mut contents = files.each_ref().map(|file| fs::read(file).unwrap());
        for (which, at, flip) in flips {
            let content = &mut contents[usize::from(which)];
            let at = at % content.len();
            content[at] ^= flip;
        }
        if let Some((which, at)) = cut {
            let content = &mut contents[usize::from(which)];
            content.truncate(at % content.len());
        }
        for (file, content) in files.iter().zip(&contents) {
            fs::write(file, content).unwrap();
        }
        let (cache, _) = open_with_warning(folder.path());
        kept(&cache, 0..300);
        cache.put_all(entries(0..300)).unwrap();
        assert_eq!(kept(&cache, 0..300).len(), 300);
        drop(cache);
        let (cache, _) = open_with_warning(folder.path());
        assert_eq!(kept(&cache, 0..300).len(), 300);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_where_links_lead() {
    let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for name in ["CACHEDIR.TAG", "lock", "00000000.data"] {
        std::os::unix::fs::symlink(elsewhere.path().join(name), folder.path().join(name)).unwrap();
    }
    // It is told, or gone without; what matters is where nothing is written.
    let opened = Cache::open(folder.path(), ROOMY);
    drop(opened);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
