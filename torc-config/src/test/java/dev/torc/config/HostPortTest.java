package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:6379,localhost,6379",
    "cache-1.example.:1,cache-1.example.,1",
    "10.0.0.1:65535,10.0.0.1,65535",
    "my_service:080,my_service,80",
    "[::1]:6379,::1,6379",
    "[fe80::1%eth0]:6379,fe80::1%eth0,6379",
    "[::ffff:10.0.0.1]:6379,::ffff:10.0.0.1,6379"
  })
  void parses(String text, String host, int port) {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":6379",
        "localhost:",
        "localhost:x",
        "localhost:-1",
        "localhost:123456",
        "::1:6379",
        "[]:1",
        "[localhost]:1",
        "[1]:1",
        "[1.2:3]:1",
        "[::1]",
        "[::1]6379",
        "a b:1",
        "http://a:1",
        "a@b:1",
        "a:1/",
        " a:1",
        "a:1 ",
        "a:\u0661"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> HostPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" (expected: host:port, such as localhost:6379 or [::1]:6379)");
  }

  @ParameterizedTest
  @CsvSource({"a:0,0", "a:65536,65536", "a:99999,99999"})
  void refusesPortsOutOfRange(String text, int port) {
    assertThatThrownBy(() -> HostPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port: " + port + " (expected: 1 to 65535)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "[::1]", "a:1", "a/b", ":", "gg::1"})
  void refusesHosts(String host) {
    assertThatThrownBy(() -> new HostPort(host, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host: \"" + host + "\" (expected: a host name or an IP address)");
  }

  @Property
  void readsWhatItPrints(
      @ForAll @AlphaChars @NumericChars @Chars({'.', '-', '_'}) @NotEmpty String host,
      @ForAll @IntRange(min = 1, max = 65535) int port) {
    HostPort address = new HostPort(host, port);
    assertThat(address).hasToString(host + ":" + port);
    assertThat(HostPort.parse(address.toString())).isEqualTo(address);
  }

  @Property
  void readsWhatItPrintsOfAnythingItAccepts(
      @ForAll @Chars({'[', ']', ':', '.', '%', '1', 'a', 'g'}) @StringLength(max = 8) String host) {
    HostPort address = RefusedOr.value(() -> new HostPort(host, 1));
    if (address != null) {
      assertThat(HostPort.parse(address.toString())).isEqualTo(address);
    }
    HostPort parsed = RefusedOr.value(() -> HostPort.parse(host + ":1"));
    if (parsed != null) {
      assertThat(parsed).hasToString(host + ":1");
    }
  }

  @Property
  void readsAnyTextOrRefusesIt(@ForAll String text) {
    RefusedOr.value(() -> HostPort.parse(text));
  }
}
