//! Requests as bytes, for what no client library sends.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Longest wait for an answer: far beyond every limit of the server, so that a test fails
/// instead of hanging.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request as text up to its body.
pub fn head(method: &str, target: &str, host: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head
}

/// Sends bytes, says that there are no more when `finish`, and reads until the server closes.
/// Empty when it closes without an answer.
pub async fn exchange(host: &str, bytes: &[u8], finish: bool) -> String {
    let mut stream = TcpStream::connect(host).await.unwrap();
    // The server may answer and close before everything was sent.
    let _ = stream.write_all(bytes).await;
    if finish {
        let _ = stream.shutdown().await;
    }
    let mut answer = Vec::new();
    let read = async {
        let mut chunk = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = stream.read(&mut chunk).await {
            answer.extend_from_slice(&chunk[..length]);
        }
    };
    tokio::time::timeout(PATIENCE, read)
        .await
        .expect("the server answers or closes");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of an answer; 0 for none.
pub fn status(answer: &str) -> u16 {
    answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0)
}
