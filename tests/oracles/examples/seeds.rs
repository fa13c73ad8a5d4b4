//! Writes the seeds of all fuzz targets: `cargo run -p textmill-oracles --example seeds -- fuzz/corpus`, a folder for
//! each.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).ok_or_else(|| io::Error::other("expected a folder"))?;
    for target in textmill_oracles::targets() {
        let folder = Path::new(&folder).join(target.name);
        fs::create_dir_all(&folder)?;
        for (number, seed) in (target.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
