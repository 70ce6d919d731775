package dev.torc.cli.wineinfo;

import dev.torc.config.HostPort;
import dev.torc.routing.RequestView;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingListener;
import dev.torc.routing.Selection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The demo without sockets, under a clock that stands still within each second: what the shop's
 * workers choose by, and the replicas' models.
 */
final class Stage {
  /** As the generator of the demo encodes them. */
  static final List<String> QUERIES =
      List.of(
          "red",
          "white",
          "rose",
          "pinot%20noir",
          "france",
          "italy",
          "germany",
          "greece",
          "australia",
          "portugal");

  private static final int TICKS = 11;

  private final List<HostPort> addresses;
  private final List<FailureModel> models;
  private final List<Set<String>> asked;
  private final List<Router> workers;
  private final Random random;
  private long nanos;
  private int failures;

  Stage(int replicas, Policy policy, int workers, long seed) {
    this.addresses = IntStream.range(0, replicas).mapToObj(Routing::name).toList();
    this.models = Stream.generate(() -> new FailureModel(() -> nanos)).limit(replicas).toList();
    this.asked = Stream.<Set<String>>generate(TreeSet::new).limit(replicas).toList();
    this.random = new Random(seed);
    RoutingConfig config = Routing.of(policy, addresses);
    this.workers =
        Stream.generate(
                () -> new Router(config, () -> nanos, random::nextLong, RoutingListener.NONE))
            .limit(workers)
            .toList();
  }

  /** Takes one request to a replica. */
  void ask(String query) {
    URI url = URI.create(Routing.URL + Replica.PATH + "?query=" + query + "&limit=10");
    Selection selection =
        workers.get(random.nextInt(workers.size())).select(RequestView.of("GET", url, Map.of()));
    HostPort address = Objects.requireNonNull(selection.next(), "an attempt").endpoint().address();
    int replica = addresses.indexOf(address);
    asked.get(replica).add(query);
    if (!models.get(replica).answers(query)) {
      failures++;
    }
  }

  /** All ten at once, once a second, in an order that never changes; gives the failures. */
  int play() {
    return play(QUERIES, queries -> {});
  }

  /** All ten at once, once a second, in another order each time; gives the failures. */
  int playShuffled(Random order) {
    return play(new ArrayList<>(QUERIES), queries -> Collections.shuffle(queries, order));
  }

  private int play(List<String> queries, Consumer<List<String>> arrange) {
    for (int tick = 0; tick < TICKS; tick++) {
      arrange.accept(queries);
      queries.forEach(this::ask);
      nanos += Duration.ofSeconds(1).toNanos();
    }
    return failures;
  }

  /** What each replica was asked, failures included. */
  List<Set<String>> asked() {
    return asked;
  }
}
