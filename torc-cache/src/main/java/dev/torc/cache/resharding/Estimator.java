package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.cache.Estimate;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Outlook;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a change would do, over connections of its own that only look. All nodes are asked
 * at the same time, so that those that are away cost one time-out together.
 */
final class Estimator {
  /** Then the keys seen so far have to do: whoever asks is waiting. */
  private static final long SAMPLING_NANOS = SECONDS.toNanos(5);

  private static final int MAX_THREADS = 32;

  private final Function<Member, NodeLink> open;
  private final int keysPerSecond;
  private final int maxKeys;
  private final LongSupplier nanoTime;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** What was found out of a node; {@code failure} says why nothing was. */
  private record Look(
      Member node,
      @Nullable NodeFacts facts,
      @Nullable KeySample sample,
      @Nullable String failure) {}

  /**
   * Prepares it.
   *
   * @param open makes a connection to a node
   * @param keysPerSecond the most that a change copies in a second, 0 for no limit
   * @param maxKeys of a larger node so many keys are looked at
   */
  Estimator(
      Function<Member, NodeLink> open, int keysPerSecond, int maxKeys, LongSupplier nanoTime) {
    this.open = open;
    this.keysPerSecond = keysPerSecond;
    this.maxKeys = maxKeys;
    this.nanoTime = nanoTime;
  }

  /**
   * Estimates.
   *
   * @param unstarted by index: nodes that do not run yet, and the memory they will have
   * @throws dev.torc.cache.coordination.ChangeException if the change could not be made
   */
  Estimate estimate(ClusterState state, ChangeRequest request, Map<Integer, Long> unstarted) {
    Outlook outlook = Outlook.of(state, request);
    oneAtATime.lock();
    try {
      return told(state, request, unstarted, outlook, looks(outlook, request, unstarted));
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Looks at those that have keys, and those that are to get the first. */
  private List<Look> looks(Outlook outlook, ChangeRequest request, Map<Integer, Long> unstarted) {
    Map<Integer, Double> shares = new TreeMap<>();
    Map<Integer, Member> nodes = new TreeMap<>();
    double[] now = outlook.now().shares();
    for (int slot = 0; slot < now.length; slot++) {
      Member node = outlook.now().members().get(slot);
      nodes.put(node.index(), node);
      shares.put(node.index(), now[slot]);
    }
    for (Member node : request.add()) {
      if (!unstarted.containsKey(node.index())) {
        nodes.put(node.index(), node);
      }
    }
    Set<Integer> sources = new HashSet<>();
    outlook.moves().forEach(move -> sources.add(move.from()));
    long deadline = nanoTime.getAsLong() + SAMPLING_NANOS;
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(MAX_THREADS, Math.max(1, nodes.size())),
            new DefaultThreadFactory("torc-estimate", true));
    try {
      List<CompletableFuture<Look>> looks = new ArrayList<>();
      for (Member node : nodes.values()) {
        Double share = shares.get(node.index());
        boolean scans = share != null && (outlook.waits() || sources.contains(node.index()));
        looks.add(
            CompletableFuture.supplyAsync(
                () -> look(node, share == null ? 0 : share, scans ? outlook : null, deadline),
                threads));
      }
      return looks.stream().map(NodeLink::await).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private Look look(Member node, double share, @Nullable Outlook scanned, long deadline) {
    try (NodeLink link = open.apply(node)) {
      NodeFacts facts = NodeFacts.ask(link, share);
      KeySample sample =
          scanned == null
              ? null
              : KeySample.of(link, scanned, maxKeys, () -> nanoTime.getAsLong() - deadline < 0);
      return new Look(node, facts, sample, null);
    } catch (NodeUnavailableException | MoveFailedException | RejectedExecutionException e) {
      return new Look(node, null, null, String.valueOf(e.getMessage()));
    }
  }

  private Estimate told(
      ClusterState state,
      ChangeRequest request,
      Map<Integer, Long> unstarted,
      Outlook outlook,
      List<Look> looks) {
    Forecast forecast = forecast(outlook, looks);
    List<Estimate.Flow> flows = forecast.flows();
    List<String> warnings = new ArrayList<>();
    looks.stream()
        .filter(look -> look.failure() != null)
        .map(Estimator::unasked)
        .forEach(warnings::add);
    warnings.addAll(Cautions.of(outlook, facts(outlook, forecast, unstarted, looks)));
    return new Estimate(
        request.description(unstarted.keySet()),
        flows.stream().mapToDouble(Estimate.Flow::share).sum(),
        flows.stream().filter(flow -> !flow.lost()).mapToLong(Estimate.Flow::keys).sum(),
        flows.stream().filter(Estimate.Flow::lost).mapToLong(Estimate.Flow::keys).sum(),
        flows.stream().mapToLong(Estimate.Flow::bytes).sum(),
        forecast.isExact(),
        ExpectedRate.of(state.changes(), keysPerSecond),
        outlook.nodes().stream()
            .map(node -> forecast.figures(node, !unstarted.containsKey(node.index())))
            .toList(),
        flows,
        warnings);
  }

  private static Forecast forecast(Outlook outlook, List<Look> looks) {
    Forecast forecast = new Forecast(outlook);
    List<Integer> unknown = new ArrayList<>();
    Set<Integer> placed = new HashSet<>();
    outlook.now().members().forEach(node -> placed.add(node.index()));
    for (Look look : looks) {
      NodeFacts facts = look.facts();
      int node = look.node().index();
      if (!placed.contains(node)) {
        continue;
      }
      if (facts == null) {
        unknown.add(node);
      } else if (look.sample() == null) {
        forecast.counted(node, facts.share(), facts.keys());
      } else {
        forecast.sampled(facts.share(), facts.keys(), look.sample());
      }
    }
    forecast.unknown(unknown);
    return forecast;
  }

  private static String unasked(Look look) {
    return "node "
        + look.node().index()
        + " ("
        + look.node().address()
        + ") cannot be asked: "
        + look.failure()
        + " (its keys are reckoned from its share of the ring, its room is not checked)";
  }

  /** As the nodes are when the change begins. */
  private static Map<Integer, NodeFacts> facts(
      Outlook outlook, Forecast forecast, Map<Integer, Long> unstarted, List<Look> looks) {
    Map<Integer, NodeFacts> facts = new HashMap<>();
    double bytes = 0;
    double share = 0;
    for (Look look : looks) {
      NodeFacts found = look.facts();
      if (found != null) {
        facts.put(look.node().index(), found);
        bytes += found.keyMemory();
        share += found.share();
      }
    }
    if (outlook.waits() && share > 0) {
      double bytesOfRing = bytes / share;
      facts.replaceAll((node, found) -> found.with(forecast.shareBefore(node), bytesOfRing));
    }
    unstarted.forEach((node, memory) -> facts.put(node, NodeFacts.unstarted(node, memory)));
    return facts;
  }
}
