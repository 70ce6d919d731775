package dev.torc.bench.reshard;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.bench.BenchException;
import dev.torc.bench.Progress;
import dev.torc.bench.reshard.ModelledKeys.Inventory;
import dev.torc.bench.torture.Actors;
import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.ChangeListener;
import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.ChangeWatch;
import dev.torc.cli.admin.Membership;
import dev.torc.cli.engine.WaitingClock;
import dev.torc.hash.Node;
import dev.torc.hash.Ring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * One run: fills a cache, lets clients loose on it, makes each {@link RingChange}, and looks at all
 * keys after it. Used once, by one thread; {@link #close} may be called by any.
 */
final class ReshardRun implements AutoCloseable {
  private static final int STEPS_PER_CHANGE = 3;

  private final ReshardPlan plan;
  private final Progress progress;
  private final BenchGateway gateway;
  private final ModelledKeys keys;
  private final Sightings sightings = new Sightings();
  private final Latencies latencies = new Latencies();
  private final SplittableRandom random;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Actors load = new Actors(end);

  /** Only starts nothing yet. */
  ReshardRun(ReshardPlan plan, Progress progress) throws IOException {
    this.plan = plan;
    this.progress = progress;
    this.keys = new ModelledKeys(plan.keys());
    this.random = new SplittableRandom(plan.seed());
    this.gateway = new BenchGateway(RingChange.NODES, RingChange.VNODES);
  }

  /** What clients do together. */
  private interface Task {
    void run(ReshardClient client) throws Exception;
  }

  /**
   * Runs to the end.
   *
   * @throws IOException if the gateway does not start, or cannot be reached
   * @throws BenchException if a change is not made
   */
  List<ChangeResult> run() throws IOException, InterruptedException {
    RingChange[] changes = RingChange.values();
    progress.start(
        2 + STEPS_PER_CHANGE * changes.length,
        "resharding with " + plan.keys() + " keys, seed " + plan.seed());
    gateway.start();
    together(ReshardClient::fill);
    progress.done("filled");
    startLoad();
    last(plan.warmUp());
    progress.done("warm");
    List<ChangeResult> results = new ArrayList<>();
    for (RingChange change : changes) {
      results.add(make(change));
    }
    stop.countDown();
    load.join();
    progress.end();
    return results;
  }

  /** What was seen that must not be, the first of it in words. */
  List<String> seen() {
    return sightings.first();
  }

  private ReshardClient client(int number) {
    return new ReshardClient(number, plan.clients(), gateway.address(), keys, sightings);
  }

  private void together(Task task) throws InterruptedException {
    Actors actors = new Actors(end);
    for (int i = 0; i < plan.clients(); i++) {
      int number = i;
      actors.start(() -> {
        try (ReshardClient client = client(number)) {
          task.run(client);
        }
      });
    }
    actors.join();
  }

  private void startLoad() {
    for (int i = 0; i < plan.clients(); i++) {
      int number = i;
      SplittableRandom own = random.split();
      load.start(() -> {
        try (ReshardClient client = client(number)) {
          client.load(own, plan.periodNanos(), latencies, stop);
        }
      });
    }
  }

  private void last(Duration time) throws InterruptedException {
    if (end.await(time.toNanos(), NANOSECONDS)) {
      load.check();
      throw new BenchException("the run was broken off", null);
    }
  }

  private ChangeResult make(RingChange change) throws InterruptedException {
    Violations violationsBefore = sightings.counts();
    latencies.next();
    last(plan.window());
    Latencies.Window before = latencies.next();
    progress.done(change.label() + ", before: p99 " + before.p99Millis() + " ms");

    Membership nodesBefore = gateway.admin().nodes().value();
    ChangeRequest request = change.request(nodesBefore);
    Inventory inventory = keys.inventory();
    Change made = untilEnded(request);
    Latencies.Window during = latencies.next();
    load.check();
    progress.done(change.label() + ": " + made.progress().moved() + " keys moved");

    Membership nodesAfter = gateway.admin().nodes().value();
    ModelledKeys.Movers movers = keys.movers(ring(nodesBefore), ring(nodesAfter), inventory);
    together(ReshardClient::look);
    progress.done(change.label() + ", looked at all keys");
    return new ChangeResult(
        change,
        inventory.count(),
        made.progress().moved(),
        movers,
        sightings.counts().since(violationsBefore),
        before,
        during,
        made.moves().stream().map(Change.Move::holdMillis).filter(Objects::nonNull).toList(),
        made.took().orElse(Duration.ZERO).toNanos() / 1e9);
  }

  private Change untilEnded(ChangeRequest request) throws InterruptedException {
    ChangeWatch watch =
        new ChangeWatch(gateway.admin(), WaitingClock.system(), new ToldOnTerminals(progress));
    Change change = watch.untilEnded(gateway.admin().submit(request)).value();
    if (change.state() != Change.State.COMMITTED) {
      throw new BenchException(
          "change "
              + change.id()
              + " ("
              + change.description()
              + ") is "
              + change.state()
              + ", "
              + change.reason()
              + " (expected: COMMITTED)",
          null);
    }
    return change;
  }

  private static Ring ring(Membership membership) {
    return Ring.of(
        membership.nodes().stream().map(node -> new Node(node.name(), node.weight())).toList(),
        membership.vnodes());
  }

  /** How far a change is, where that does not leave a line for each time. */
  private record ToldOnTerminals(Progress progress) implements ChangeListener {
    @Override
    public void seen(Change change) {
      progress.now(change.step() + ", " + change.progress().keys() + " keys copied");
    }

    @Override
    public void away(Duration left) {
      progress.now("no answer");
    }
  }

  /** Ends everything that was started, at once. */
  @Override
  public void close() throws IOException {
    end.countDown();
    stop.countDown();
    load.interrupt();
    gateway.close();
  }
}
