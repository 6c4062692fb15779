//! Connections: how many at a time, and how long one may say nothing at its beginning.
//!
//! The HTTP library's own time limit for request heads begins once it knows the version of
//! HTTP, so a client that connects and stays silent would hold its place for ever.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Sleep, sleep},
};

/// Length of the preface by which HTTP/2 is told from HTTP/1 (RFC 9113, 3.4).
const PREFACE: usize = 24;

/// Lets connections in.
#[derive(Clone, Debug)]
pub struct Door<A> {
    inner: A,
    places: Arc<Semaphore>,
    patience: Duration,
}

impl<A> Door<A> {
    /// `connections` at a time, each with `patience` for its first bytes; `inner` goes on.
    pub fn new(inner: A, connections: usize, patience: Duration) -> Self {
        Self {
            inner,
            places: Arc::new(Semaphore::new(connections)),
            patience,
        }
    }
}

impl<A, S> Accept<TcpStream, S> for Door<A>
where
    A: Accept<TcpStream, S>,
    A::Future: Send + 'static,
{
    type Stream = Connection<A::Stream>;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = self.places.clone().try_acquire_owned();
        let patience = self.patience;
        let accepting = stream
            .set_nodelay(true)
            .map(|()| self.inner.accept(stream, service));
        Box::pin(async move {
            let place = place.map_err(|_| io::Error::other("every place is taken"))?;
            let (stream, service) = accepting?.await?;
            Ok((Connection::new(stream, place, patience), service))
        })
    }
}

/// A connection that holds a place and must begin in time.
pub struct Connection<S> {
    stream: S,
    beginning: Option<(Pin<Box<Sleep>>, usize)>,
    _place: OwnedSemaphorePermit,
}

impl<S> Connection<S> {
    fn new(stream: S, place: OwnedSemaphorePermit, patience: Duration) -> Self {
        Self {
            stream,
            beginning: Some((Box::pin(sleep(patience)), 0)),
            _place: place,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if let Some((time, bytes)) = &mut self.beginning {
            *bytes = bytes.saturating_add(buffer.filled().len().saturating_sub(before));
            if *bytes >= PREFACE {
                self.beginning = None;
            } else if read.is_pending() && time.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
