// Opens a socket by the standard library.
// expect: scored
// score: 1
// world: attack
fn attack() {
    assert!(std::net::TcpStream::connect("127.0.0.1:22").is_err());
    assert!(std::net::UdpSocket::bind("0.0.0.0:0").is_err());
}
