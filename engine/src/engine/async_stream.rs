//! Streams of documents in and out, for asynchronous programs. No runtime is needed, and none is kept busy: the work is done
//! by threads of the run.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use async_channel::{Receiver, Sender, TrySendError, bounded};
use futures_core::Stream;
use textmill_corpus::{Item, Source};

use super::Analysis;
use super::stream::{Running, gone};
use crate::error::Error;
use crate::results::DocumentResult;

/// The results of documents that come by a stream. Made by [`Analysis::stream_async`].
pub struct AsyncDocumentStream<S> {
    /// Nothing once it has ended, or nobody takes what it gives.
    documents: Option<StreamInput<S>>,
    results: Pin<Box<Receiver<Vec<DocumentResult>>>>,
    portion: VecDeque<DocumentResult>,
    /// How the run went, told once.
    outcome: Option<Pin<Box<Receiver<Error>>>>,
    running: Running,
}

struct StreamInput<S> {
    stream: Pin<Box<S>>,
    sender: Sender<Item>,
    /// A document for which there is no room at the moment.
    sending: Option<Sending>,
}

type Sending = Pin<Box<dyn Future<Output = Result<(), ()>> + Send>>;

/// The documents that were sent so far, as a source.
struct Received(Receiver<Item>);

impl Source for Received {
    fn next_item(&mut self) -> Option<Item> {
        self.0.recv_blocking().ok()
    }
}

impl Analysis<'static> {
    /// As [`stream`](Self::stream), of documents that come by a stream, and with results by a stream. It asks for documents
    /// while it is asked for results, and holds a few batches at most. Dropped, it ends the run.
    ///
    /// A stream of [`Item`]s has a place for what could not be read too, whose result is a fault.
    ///
    /// ```no_run
    /// use futures::StreamExt;
    /// use textmill::{Document, Engine};
    ///
    /// # async fn analyze() -> Result<(), textmill::Error> {
    /// let engine = Engine::builder().builtins().build()?;
    /// let documents = futures::stream::iter(["one text", "another"]).enumerate();
    /// let documents = documents.map(|(place, text)| Document::new(place.to_string(), text));
    /// let mut results = engine.analysis().stream_async(documents)?;
    /// while let Some(result) = results.next().await {
    ///     println!("{}", result?.to_json()?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As `stream`.
    pub fn stream_async<S>(self, documents: S) -> Result<AsyncDocumentStream<S>, Error>
    where
        S: Stream<Item: Into<Item>>,
    {
        /// Documents that wait for the run's reader: few, since it holds whole batches itself.
        const WAITING: usize = 64;
        let (sender, received) = bounded(WAITING);
        let (deliver, results) = bounded(1);
        let (tell, outcome) = bounded(1);
        let running = self.start(
            Received(received),
            move |portion| deliver.send_blocking(portion).map_err(|_| gone()),
            move |result| {
                if let Err(error) = result {
                    // Where nobody listens, nobody asks.
                    let _ = tell.send_blocking(error);
                }
                Ok(())
            },
        )?;
        Ok(AsyncDocumentStream {
            documents: Some(StreamInput { stream: Box::pin(documents), sender, sending: None }),
            results: Box::pin(results),
            portion: VecDeque::new(),
            outcome: Some(Box::pin(outcome)),
            running,
        })
    }
}

impl<S: Stream<Item: Into<Item>>> StreamInput<S> {
    /// Hands documents on while there are some and there is room. Ready at the end.
    fn poll_sending(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Some(sending) = &mut self.sending {
                let sent = ready!(sending.as_mut().poll(context));
                self.sending = None;
                if sent.is_err() {
                    return Poll::Ready(());
                }
            }
            let Some(document) = ready!(self.stream.as_mut().poll_next(context)) else {
                return Poll::Ready(());
            };
            match self.sender.try_send(document.into()) {
                Ok(()) => {}
                Err(TrySendError::Closed(_)) => return Poll::Ready(()),
                Err(TrySendError::Full(document)) => {
                    let sender = self.sender.clone();
                    self.sending = Some(Box::pin(async move { sender.send(document).await.map_err(drop) }));
                }
            }
        }
    }
}

impl<S> Unpin for AsyncDocumentStream<S> {}

impl<S: Stream<Item: Into<Item>>> Stream for AsyncDocumentStream<S> {
    type Item = Result<DocumentResult, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(result) = self.portion.pop_front() {
                return Poll::Ready(Some(Ok(result)));
            }
            if self.documents.as_mut().is_some_and(|input| input.poll_sending(context).is_ready()) {
                // The run's source ends with its sender.
                self.documents = None;
            }
            match ready!(self.results.as_mut().poll_next(context)) {
                Some(portion) => self.portion = portion.into(),
                None if self.running.is_stopped() => return Poll::Ready(None),
                None => {
                    self.documents = None;
                    let Some(outcome) = &mut self.outcome else { return Poll::Ready(None) };
                    let outcome = ready!(outcome.as_mut().poll_next(context));
                    self.outcome = None;
                    return Poll::Ready(outcome.map(Err));
                }
            }
        }
    }
}

impl<S> fmt::Debug for AsyncDocumentStream<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AsyncDocumentStream")
            .field("stopped", &self.running.is_stopped())
            .finish_non_exhaustive()
    }
}
