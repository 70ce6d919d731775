package dev.torc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationWriter;
import dev.torc.discovery.KubeDump;
import dev.torc.routing.Route;
import dev.torc.routing.RoutingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What is dumped is loaded again, and is the same. */
final class DumpRoundTripTest {
  private static @Nullable Path file;

  @BeforeContainer
  static void makeAFile() throws IOException {
    file = Files.createTempFile("torc-dump", ".yaml");
  }

  @AfterContainer
  static void deleteIt() throws IOException {
    if (file != null) {
      Files.delete(file);
    }
  }

  /** By the command alone: building all of them takes longer than what it does. */
  private static RoutingConfig dumped(RoutingConfig config, String... options) throws IOException {
    Path path = Path.of(String.valueOf(file));
    Files.writeString(path, ConfigurationWriter.yaml(config));
    StringWriter out = new StringWriter();
    CommandLine dump =
        new CommandLine(new DumpCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out));
    assertThat(dump.execute(Cli.arguments(options, "-c", path.toString()))).isZero();
    return Configuration.parse(out.toString(), "dump", RoutingConfig.class);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void yamlIsTheSameConfiguration(@ForAll long seed) throws IOException {
    RoutingConfig config = new RandomRoutings(seed, false).config();
    assertThat(dumped(config)).isEqualTo(config);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void jsonIsTheSameConfiguration(@ForAll long seed) throws IOException {
    RoutingConfig config = new RandomRoutings(seed, false).config();
    assertThat(dumped(config, "--json")).isEqualTo(config);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void httpRoutesSayWhatTheRoutesSay(@ForAll long seed) {
    for (Route route : new RandomRoutings(seed, true).config().routes()) {
      HttpRouteDocument document = HttpRouteDocument.parse(KubeDump.route(route, "web"));
      assertThat(document.apiVersion()).isEqualTo("gateway.networking.k8s.io/v1");
      assertThat(document.kind()).isEqualTo("HTTPRoute");
      assertThat(document.metadata().namespace()).isEqualTo("web");
      Route read = document.route();
      assertThat(read.rules()).isEqualTo(route.rules());
      assertThat(read.tags()).isEqualTo(route.tags());
      assertThat(new HashSet<>(read.hostnames())).isEqualTo(new HashSet<>(route.hostnames()));
      assertThat(read.ports()).isEqualTo(route.ports());
    }
  }
}
