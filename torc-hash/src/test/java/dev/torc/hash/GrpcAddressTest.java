package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It agrees with the JDK's class, which grpc-java uses. */
final class GrpcAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 80",
    "0.0.0.0, 0",
    "255.254.253.200, 65535",
    "[::1], 80",
    "[::], 1",
    "[2001:db8::ff00:42:8329], 443",
    "[fe80:0:0:0:9a8b:7c6d:5e4f:ffff], 8080",
    "[1:2:3:4:5:6:7::], 9",
  })
  void isThatOfTheJdk(String host, int port) throws UnknownHostException {
    InetSocketAddress expected = new InetSocketAddress(InetAddress.getByName(host), port);
    GrpcAddress address = GrpcAddress.of(Node.of(host + ":" + port));
    assertThat(address.text()).isEqualTo(expected.toString());
    assertThat(address.hashCode()).isEqualTo(List.of(expected).hashCode());
    assertThat(address).isEqualTo(GrpcAddress.of(Node.of(host + ":" + port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:80",
        "10.0.0.1",
        "10.0.0.256:80",
        "10.0.0.1:65536",
        "[::1]",
        "[1:2:3]:80",
        "[1:2:3:4:5:6:7:8:9]:80",
        "[::1::2]:80",
        "[:1]:80",
        "[12345::]:80",
      })
  void refusesWhatIsNoAddress(String name) {
    assertThatThrownBy(() -> GrpcAddress.of(Node.of(name)))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("\"" + name + "\" (expected: an IP address and a port");
  }
}
