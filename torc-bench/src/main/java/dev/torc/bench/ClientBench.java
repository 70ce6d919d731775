package dev.torc.bench;

import dev.torc.bench.ClientLoad.Cost;
import dev.torc.bench.ClientLoad.Mode;
import dev.torc.client.TorcClient;
import dev.torc.routing.Backend;
import dev.torc.routing.BackendId;
import dev.torc.routing.Endpoint;
import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code torc bench client}. */
@Command(
    name = "client",
    description = "Measure what the client costs over the JDK's own HttpClient.",
    footer = {
      "",
      "Examples:",
      "  torc bench client --quick",
      "  torc bench client --output bench/client.md",
      "",
      "Both send to the same four servers on loopback, in turns within one run: Torc to",
      "where a query parameter's hash says, the JDK's client to each in turn. Prints the",
      "CPU time of a request, and the ratio. Takes about 2 minutes, with --quick 20 s.",
    })
final class ClientBench implements Callable<Integer> {
  private static final int SERVERS = 4;
  private static final int KEYS = 1024;

  /** What Torc sets out to reach. */
  private static final double MOST = 1.05;

  @Option(names = "--quick", description = "Measure fewer and shorter rounds.")
  private boolean quick;

  @Mixin private ResultOutput output;

  @Option(names = "--smoke", hidden = true, description = "Only see whether it runs.")
  private boolean smoke;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  ClientBench() {}

  /** How often, and how many requests each time. */
  private record Extent(int warmups, int rounds, int requests) {}

  /** One way of sending: what each client used in each round. */
  private record Comparison(Mode mode, List<Cost> jdk, List<Cost> torc) {

    double ratio() {
      return Median.of(
          IntStream.range(0, jdk.size())
              .mapToDouble(i -> torc.get(i).cpuMicros() / jdk.get(i).cpuMicros())
              .toArray());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    output.check();
    List<Comparison> comparisons = measure();
    output.write(output.isJson() ? json(comparisons) : markdown(comparisons));
    return 0;
  }

  private Extent extent() {
    if (smoke) {
      return new Extent(0, 1, 64);
    }
    return quick ? new Extent(2, 5, 5_000) : new Extent(4, 15, 20_000);
  }

  private List<Comparison> measure() throws IOException, InterruptedException {
    Extent extent = extent();
    Progress progress = Progress.on(spec.commandLine().getErr());
    progress.start(Mode.values().length * (extent.warmups() + extent.rounds()));
    List<Comparison> comparisons = new ArrayList<>();
    try (BenchServer servers = BenchServer.start(SERVERS);
        TorcClient torc = TorcClient.of(config(servers.addresses()))) {
      // After Torc's, which tells the JDK to let it set the header Host before it loads the rest.
      HttpClient plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      ClientLoad byJdk = new ClientLoad(plain, inTurn(servers.addresses()));
      ClientLoad byTorc = new ClientLoad(torc, logical());
      for (Mode mode : Mode.values()) {
        comparisons.add(compare(mode, byJdk, byTorc, extent, progress));
      }
    }
    progress.end();
    return comparisons;
  }

  private static Comparison compare(
      Mode mode, ClientLoad byJdk, ClientLoad byTorc, Extent extent, Progress progress)
      throws IOException, InterruptedException {
    Comparison comparison = new Comparison(mode, new ArrayList<>(), new ArrayList<>());
    for (int round = -extent.warmups(); round < extent.rounds(); round++) {
      boolean torcFirst = round % 2 != 0;
      Cost first = (torcFirst ? byTorc : byJdk).run(mode, extent.requests());
      Cost second = (torcFirst ? byJdk : byTorc).run(mode, extent.requests());
      if (round >= 0) {
        comparison.torc().add(torcFirst ? first : second);
        comparison.jdk().add(torcFirst ? second : first);
      }
      progress.done(mode.label());
    }
    return comparison;
  }

  private static RoutingConfig config(List<InetSocketAddress> addresses) {
    LoadBalancer ring = LoadBalancer.RingHash.of(new HashParam.QueryParam("key", false, false));
    Endpoint[] endpoints =
        addresses.stream()
            .map(address -> Endpoint.of("127.0.0.1:" + address.getPort()))
            .toArray(Endpoint[]::new);
    BackendId id = new BackendId(new Service.Static("echo"), 80);
    return RoutingConfig.of(List.of(), List.of(Backend.of(id, ring, endpoints)));
  }

  private static List<URI> logical() {
    return IntStream.range(0, KEYS).mapToObj(i -> URI.create("http://echo/?key=" + i)).toList();
  }

  private static List<URI> inTurn(List<InetSocketAddress> addresses) {
    return IntStream.range(0, KEYS)
        .mapToObj(i ->
            URI.create("http://127.0.0.1:" + addresses.get(i % SERVERS).getPort() + "/?key=" + i))
        .toList();
  }

  private static String json(List<Comparison> comparisons) {
    List<String> objects = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      objects.add(json("jdk", comparison.mode(), median(comparison.jdk()), 1));
      objects.add(json("torc", comparison.mode(), median(comparison.torc()), comparison.ratio()));
    }
    return objects.stream().collect(Collectors.joining(",\n ", "[", "]\n"));
  }

  private static String json(String client, Mode mode, Cost cost, double ratio) {
    return String.format(
        Locale.ROOT,
        "{\"client\":\"%s\",\"mode\":\"%s\",\"cpuMicrosPerRequest\":%.2f,\"requestsPerSecond\":%.0f,"
            + "\"ratio\":%.3f}",
        client,
        mode.label(),
        cost.cpuMicros(),
        cost.perSecond(),
        ratio);
  }

  private static Cost median(List<Cost> costs) {
    return new Cost(
        Median.of(costs.stream().mapToDouble(Cost::cpuMicros).toArray()),
        Median.of(costs.stream().mapToDouble(Cost::perSecond).toArray()));
  }

  private String markdown(List<Comparison> comparisons) {
    List<List<String>> rows = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      rows.add(row("JDK HttpClient", comparison.mode(), median(comparison.jdk()), "", ""));
      rows.add(
          row(
              "TorcClient",
              comparison.mode(),
              median(comparison.torc()),
              String.format(Locale.ROOT, "%.3f", comparison.ratio()),
              comparison.ratio() <= MOST ? "yes" : "no"));
    }
    Extent extent = extent();
    return Markdown.document(
        List.of(
            "# The client beside the JDK's",
            "    ./torc bench client" + (quick ? " --quick" : ""),
            "`TorcClient` with a ring over four servers, beside a bare `java.net.http.HttpClient`"
                + " that asks the same servers in turn; answers of 2 bytes over loopback, the"
                + " servers in a process of their own. CPU is what the clients' process used, user"
                + " and system, collector and compiler too. Wanted: a ratio of at most 1.05.",
            Markdown.table(
                List.of("Client", "Sent by", "CPU µs/request", "Requests/s", "Ratio", "Met"), rows),
            extent.rounds()
                + " rounds of "
                + extent.requests()
                + " requests each, in which the clients take turns, after "
                + extent.warmups()
                + " to warm up; the ratio is the median of the rounds' ratios.",
            Machine.dateAndDescription()));
  }

  private static List<String> row(String client, Mode mode, Cost cost, String ratio, String met) {
    return List.of(
        client,
        mode.label(),
        String.format(Locale.ROOT, "%.1f", cost.cpuMicros()),
        String.format(Locale.ROOT, "%.0f", cost.perSecond()),
        ratio,
        met);
  }
}
