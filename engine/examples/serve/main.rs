//! Textmill as an HTTP service, with what a service needs that others call: limits on size, time and number, calls that are broken
//! off when their client leaves, metrics, an orderly end. `docs/guide/serving.md` says what it guarantees, and why.
//!
//! `cargo run --release -p textmill --features futures --example serve`
//!
//! ```console
//! $ curl localhost:8080/analyze -d 'Naguib Mahfouz was born in Cairo.' -H 'content-type: text/plain'
//! $ curl localhost:8080/stream -T documents.jsonl -X POST
//! $ curl localhost:8080/metrics
//! ```

mod arguments;
mod service;

use std::process::ExitCode;

use textmill::{Engine, PluginSource};
use tokio::net::TcpListener;

use arguments::{Arguments, HELP};
use service::Service;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if given.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::parse(given.into_iter()) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprint!("{error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { listen, plugins, settings } = arguments;
    let plugins = plugins.iter().map(PluginSource::file).collect::<Result<Vec<_>, _>>()?;
    let engine = Engine::builder().builtins().plugins(plugins).kept_instances(settings.at_work).build()?;
    engine.warm_up(settings.at_work)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // The gate lets no more to work; these threads are for nothing else.
        .max_blocking_threads(settings.at_work.max(1))
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await?;
        eprintln!("listening on http://{}", listener.local_addr()?);
        Service::new(engine, settings).serve(listener, asked_to_end()).await
    })?;
    Ok(())
}

/// Ctrl-C, or what asks a service to end.
async fn asked_to_end() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // It cannot be listened for: then the system's own way of ending a program holds.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return interrupted.await };
        tokio::select! {
            () = interrupted => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
