package dev.torc.gateway;

import dev.torc.cache.Sentinels;
import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Sentinel;
import dev.torc.gateway.NodesConfig.StaticNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Finds where masters are by asking their sentinels. Each is a node whose name on the ring is the
 * master's, so that its keys stay where they are through a failover.
 *
 * <p>A master of which nothing new is to be had stays where it was, and the others are followed.
 */
final class SentinelNodes implements NodeLook {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(1);

  private final List<String> masters;
  private final Sentinels sentinels;

  /** Where each master was when it last said that it is one. */
  private final Map<String, HostPort> known = new TreeMap<>();

  private SentinelNodes(List<String> masters, Sentinels sentinels) {
    this.masters = masters;
    this.sentinels = sentinels;
  }

  static NodeSource source(Sentinel config) {
    return source(config, TIMEOUT, GIVE_UP_AFTER);
  }

  static PolledNodes source(Sentinel config, Duration timeout, Duration giveUpAfter) {
    return new PolledNodes(
        "nodes.sentinel",
        new SentinelNodes(config.masters(), Sentinels.open(config.sentinels(), timeout)),
        config.interval(),
        giveUpAfter,
        PolledNodes.ownThread());
  }

  @Override
  public Finding look() {
    Map<String, CompletableFuture<HostPort>> asked = new LinkedHashMap<>();
    masters.forEach(
        name -> asked.put(name, sentinels.master(name, known.get(name)).toCompletableFuture()));
    List<String> problems = new ArrayList<>();
    asked.forEach((name, answer) -> await(name, answer, problems));
    String problem = problems.isEmpty() ? null : String.join("; ", problems);
    if (known.size() < masters.size()) {
      return new Finding(null, problem);
    }
    if (known.values().stream().distinct().count() < known.size()) {
      return Finding.problem("masters at one address: " + known + " (expected: each its own)");
    }
    List<StaticNode> nodes = new ArrayList<>();
    known.forEach((name, address) -> nodes.add(new StaticNode(address, name, 1)));
    return Finding.of(nodes, problem);
  }

  private void await(String name, CompletableFuture<HostPort> answer, List<String> problems) {
    try {
      known.put(name, answer.get());
    } catch (ExecutionException e) {
      problems.add(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add(name + ": interrupted");
    }
  }

  @Override
  public void close() {
    sentinels.close();
  }
}
