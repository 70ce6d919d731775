package dev.torc.examples.logicalproxy;

import dev.torc.cache.CacheNode;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.Observation;
import dev.torc.cache.ObserverSettings;
import dev.torc.cache.Resharding;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.config.HostPort;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two instances of an application share a {@link ShardedCache} in their process, and go on working
 * while a server joins its ring and leaves it again.
 *
 * <p>Not thread-safe.
 */
public final class LogicalProxy {
  private static final String USAGE =
      """
      usage: logical-proxy ADDRESS... JOINING

      Works with the Redis servers at the addresses (host:port, each once); meanwhile the last
      one joins the others, and leaves again. Servers to try it with:

        redis-server --port 7001 --save '' --daemonize yes
        redis-server --port 7002 --save '' --daemonize yes
        redis-server --port 7003 --save '' --daemonize yes

      and then: logical-proxy 127.0.0.1:7001 127.0.0.1:7002 127.0.0.1:7003

      `./torc up` needs no servers: it brings its own, behind HTTP.
      """;

  /** How many operations each instance does before, between and beside the changes, at least. */
  private static final long OPERATIONS = 2_000;

  private static final int SHOWN = 10;

  private final ShardedCache cache;
  private final List<Instance> instances;
  private final ExecutorService threads;
  private final PrintStream out;

  private LogicalProxy(ShardedCache cache, ExecutorService threads, PrintStream out) {
    this.cache = cache;
    this.threads = threads;
    this.out = out;
    Random random = new Random();
    String run = Integer.toHexString(random.nextInt());
    String first = "app-0-" + run;
    String second = "app-1-" + run;
    this.instances =
        List.of(
            new Instance(first, second, cache, new Random(random.nextLong())),
            new Instance(second, first, cache, new Random(random.nextLong())));
  }

  /** Runs it. The exit code is that of {@link #run}. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /**
   * Runs it.
   *
   * @return 0 if both changes were made and every answer was right, 1 if not or if there is a
   *     server missing, 2 if the arguments are wrong
   */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<HostPort> addresses;
    try {
      addresses = arguments.stream().map(HostPort::parse).distinct().toList();
    } catch (IllegalArgumentException e) {
      err.println("logical-proxy: " + e.getMessage());
      return 2;
    }
    int last = addresses.size() - 1;
    if (last < 1 || addresses.size() < arguments.size()) {
      err.print(USAGE);
      return 2;
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ShardedCache cache = open(addresses.subList(0, last))) {
      List<String> missing = missing(look(cache));
      missing.forEach(address -> err.println("logical-proxy: no Redis server at " + address));
      return missing.isEmpty()
              && new LogicalProxy(cache, threads, out).joinsAndLeaves(addresses.get(last))
          ? 0
          : 1;
    } finally {
      threads.shutdown();
    }
  }

  private static ShardedCache open(List<HostPort> addresses) {
    List<CacheNode> nodes = new ArrayList<>();
    for (HostPort at : addresses) {
      int index = nodes.size();
      InetSocketAddress address = InetSocketAddress.createUnresolved(at.host(), at.port());
      nodes.add(new CacheNode(index, "node-" + index, address, 1));
    }
    // Patient with a machine that is busy; a service rather keeps the default time-out of 1 s.
    return ShardedCache.over(nodes)
        .withCommandTimeout(Duration.ofSeconds(10))
        .withResharding(
            new ReshardingSettings(
                0, Duration.ofSeconds(1), Duration.ofSeconds(10), Safeguard.all()))
        .open();
  }

  /** Asks the nodes now. A service keeps its observer, and reads what it knows at any time. */
  private static Observation look(ShardedCache cache) {
    try (NodeObserver observer = cache.observe(ObserverSettings.DEFAULTS)) {
      return observer.firstObservation().toCompletableFuture().join();
    }
  }

  /** The cache opens without its nodes, for they may come later; here they should be there. */
  private static List<String> missing(Observation observation) {
    return observation.nodes().stream()
        .filter(status -> !status.available())
        .map(status -> status.node().hostAndPort())
        .toList();
  }

  private boolean joinsAndLeaves(HostPort joining) {
    together(Instance::signAllIn);
    together(instance -> instance.work(OPERATIONS, CompletableFuture.completedFuture(null)));
    out.println("before: " + keysByNode());
    int index = cache.resharding().reserveIndex();
    boolean changed =
        made(ChangeRequest.add(new Member(index, "node-" + index, joining), 1))
            && made(ChangeRequest.remove(index));
    together(Instance::signAllOut);
    instances.forEach(this::report);
    return changed && instances.stream().allMatch(instance -> instance.wrong().isEmpty());
  }

  /** Changes the ring while the instances work. */
  private boolean made(ChangeRequest request) {
    Resharding ring = cache.resharding();
    long id = ring.submit(request).id();
    CompletionStage<@Nullable Change> over = ring.whenOver(id);
    together(instance -> instance.work(OPERATIONS, over));
    Change change = over.toCompletableFuture().join();
    if (change == null) {
      throw new IllegalStateException("change " + id + " is forgotten");
    }
    out.println(outcome(change));
    out.println("after:  " + keysByNode());
    return change.status() == Change.Status.COMMITTED;
  }

  private void together(Consumer<Instance> work) {
    Stream<CompletableFuture<Void>> all =
        instances.stream()
            .map(instance -> CompletableFuture.runAsync(() -> work.accept(instance), threads));
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
  }

  private static String outcome(Change change) {
    String what = change.request().description() + ": ";
    return change.reason() != null
        ? what + "failed: " + change.reason()
        : String.format(
            Locale.ROOT,
            "%scommitted, %d keys moved (%.1f%% of the ring)",
            what,
            change.progress().moved(),
            100 * change.movedShare());
  }

  private String keysByNode() {
    return look(cache).nodes().stream()
        .map(status -> status.keys() + " keys on node " + status.node().index())
        .collect(Collectors.joining(", "));
  }

  private void report(Instance instance) {
    out.printf(
        "%s: %d operations, %d wrong answers, %d without an answer%n",
        instance.name(), instance.operations(), instance.wrong().size(), instance.unanswered());
    instance.wrong().stream().limit(SHOWN).forEach(answer -> out.println("  " + answer));
  }
}
