//! The program `textmill`: all of it is in the library beside this file, where fuzz targets find it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    textmill_cli::main()
}
