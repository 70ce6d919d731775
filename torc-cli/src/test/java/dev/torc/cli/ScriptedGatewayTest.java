package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.admin.ScriptedGateway;
import dev.torc.cli.engine.FakeClock;
import dev.torc.cli.engine.WaitingClock;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A gateway that a test scripts, and commands whose environment names it. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls start.
abstract class ScriptedGatewayTest {
  static final String SECRET = "s3cret";
  static final String NODES =
      """
      {"epoch":7,"vnodes":160,"nodes":[{"index":0,"name":"node-0","address":"127.0.0.1:7001",\
      "weight":1,"state":"up","share":0.3321,"keys":1234,"memoryBytes":1048576,\
      "maxMemoryBytes":268435456},{"index":10,"name":"b","address":"10.0.0.2:6379","weight":12,\
      "state":"suspect","share":0.6679,"keys":12345678,"memoryBytes":2048,"maxMemoryBytes":0},\
      {"index":11,"name":"c","address":"10.0.0.3:6379","weight":0,"state":"down","share":0.0,\
      "keys":null,"memoryBytes":null,"maxMemoryBytes":null}]}\
      """;

  final Map<String, String> environment = new HashMap<>();
  private final Surroundings surroundings =
      new Surroundings() {
        private final FakeClock clock = new FakeClock();

        @Override
        public @Nullable String variable(String name) {
          return environment.get(name);
        }

        @Override
        public WaitingClock clock() {
          return clock;
        }
      };

  ScriptedGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new ScriptedGateway();
    environment.put("TORC_ADMIN", gateway.url());
    environment.put("TORC_ADMIN_TOKEN", SECRET);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** Runs one, and sees that it does not show the token. */
  final Cli torc(String... arguments) {
    Cli cli = Cli.run(surroundings, arguments);
    assertThat(cli.out() + cli.err()).doesNotContain(SECRET);
    return cli;
  }

  final Cli torc(String arguments) {
    return torc(arguments.split(" ", -1));
  }

  static void assertError(Cli cli, int exitCode, String message) {
    assertThat(cli.err()).isEqualTo("torc: " + message + System.lineSeparator());
    assertThat(cli.out()).isEmpty();
    assertThat(cli.exitCode()).isEqualTo(exitCode);
  }
}
