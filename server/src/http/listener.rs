//! The listener: sockets, HTTP versions, time limits, and stopping without breaking off.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::{Router, extract::connect_info::IntoMakeServiceWithConnectInfo};
use axum_server::{
    Handle, Server,
    accept::{Accept, DefaultAcceptor},
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;

use super::slow::Door;
use crate::{config::HttpLimits, exit::Failure};

/// Streams of one HTTP/2 connection at a time.
const STREAMS: u32 = 100;
/// Bytes of the headers of a request.
const HEADERS: usize = 32 * 1024;
/// How often an idle HTTP/2 connection is asked whether it is still there.
const PING: Duration = Duration::from_secs(30);

/// Stops a listener.
pub type Stopper = Handle<SocketAddr>;

/// Binds an address.
///
/// # Errors
/// [`Failure::Listen`].
pub fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|reason| Failure::Listen { address, reason })
}

/// Serves until stopped.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<RustlsConfig>,
    limits: HttpLimits,
    stopper: Stopper,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum_server::from_tcp(listener)?.handle(stopper);
    let door = |inner| Door::new(inner, limits.connections, limits.header_timeout);
    match tls {
        None => {
            run(
                server.acceptor(door(DefaultAcceptor::new())),
                service,
                limits,
            )
            .await
        }
        Some(config) => {
            let inner = RustlsAcceptor::new(config).handshake_timeout(limits.header_timeout);
            let door = Door::new(inner, limits.connections, limits.header_timeout);
            run(server.acceptor(door), service, limits).await
        }
    }
}

type Service = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;
type PerConnection = axum::middleware::AddExtension<Router, axum::extract::ConnectInfo<SocketAddr>>;

async fn run<A>(
    mut server: Server<SocketAddr, A>,
    service: Service,
    limits: HttpLimits,
) -> io::Result<()>
where
    A: Accept<tokio::net::TcpStream, PerConnection, Service = PerConnection>
        + Clone
        + Send
        + Sync
        + 'static,
    A::Stream: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send,
    A::Future: Send,
{
    let builder = server.http_builder();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(HEADERS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(limits.header_timeout)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(HEADERS).unwrap_or(u32::MAX));
    server.serve(service).await
}
