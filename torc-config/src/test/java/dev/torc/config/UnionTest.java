package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Routing.Address;
import dev.torc.config.Routing.Backend;
import dev.torc.config.Routing.Dns;
import dev.torc.config.Routing.Exact;
import dev.torc.config.Routing.Header;
import dev.torc.config.Routing.Kube;
import dev.torc.config.Routing.Limits;
import dev.torc.config.Routing.Maglev;
import dev.torc.config.Routing.Prefix;
import dev.torc.config.Routing.RingHash;
import dev.torc.config.Routing.RoundRobin;
import dev.torc.config.Routing.Route;
import dev.torc.config.Routing.Static;
import dev.torc.config.Routing.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What unions and flat fields are bound to. */
final class UnionTest {

  @Test
  void bindsVariantsAndFlatFields() {
    assertThat(Routing.parse(Routing.FULL))
        .isEqualTo(
            new Table(
                List.of(
                    new Backend(new Kube("a", "default"), 80, 1, new RoundRobin()),
                    new Backend(
                        new Dns("b.example", Duration.ofNanos(1_500_000)),
                        81,
                        2,
                        new RingHash(7, null, List.of(new Header("x"), new Address()))),
                    new Backend(
                        new Static(List.of(new HostPort("10.0.0.1", 80))),
                        null,
                        1,
                        new Maglev(65537))),
                Map.of(
                    "one",
                    new Route(new Exact("/x"), new Limits(Duration.ofSeconds(1), 0), List.of(0, 2)),
                    "two",
                    new Route(
                        new Prefix("/y", false),
                        new Limits(Duration.ofSeconds(15), 3),
                        List.of()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RingHash",
        "ring_hash",
        "ringhash",
        "RING-HASH",
        "ring_hash_lb",
        "RingHashLb",
        "Ketama"
      })
  void takesNamesAndAliasesInAnySpelling(String name) {
    String text = "backends: [{type: kube, name: a, port: 1, lb: {type: " + name + "}}]";
    assertThat(Routing.parse(text).backends().get(0).balancing())
        .isEqualTo(new RingHash(1024, null, List.of()));
  }

  @Foreign({"cache", "adminPort", "proxy"})
  record Part(@Doc("x") @Default("[]") List<Integer> routes) {}

  record Whole(@Doc("x") int cache, @Flat Part part, @Doc("x") @Default("1") int adminPort) {}

  @Test
  void whatIsForeignToAFlatRecordMayBeAFieldBesideIt() {
    String text = "{cache: 1, routes: [2], admin_port: 3, proxy: 4}";
    assertThat(Configuration.parse(text, "test", Whole.class))
        .isEqualTo(new Whole(1, new Part(List.of(2)), 3));
    assertThat(Configuration.parse("{cache: a, proxy: {}}", "test", Part.class))
        .isEqualTo(new Part(List.of()));
    assertThat(ConfigurationWriter.toMap(new Whole(1, new Part(List.of(2)), 3)))
        .isEqualTo(Map.of("cache", 1, "routes", List.of(2), "adminPort", 3));
  }
}
