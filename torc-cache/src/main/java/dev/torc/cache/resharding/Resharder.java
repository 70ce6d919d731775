package dev.torc.cache.resharding;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Estimate;
import dev.torc.cache.Resharding;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeException;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.CoordinatorException;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Origin;
import dev.torc.cache.coordination.Protocol;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.internal.ConnectionNames;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.config.HostPort;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of a cache, one after the other: one thread does what a change needs, another
 * is this gateway's part in it, and an event loop of their own has their connections, so that
 * copying does not delay operations more than the nodes themselves do.
 */
public final class Resharder implements Resharding, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Resharder.class.getName());
  private static final long RETRY_NANOS = MILLISECONDS.toNanos(200);
  private static final long PAUSE_NANOS = SECONDS.toNanos(1);

  /** What is left on a node that is away does no harm: a later change deletes it. */
  private static final long UNDO_NANOS = SECONDS.toNanos(5);

  private final Coordinator coordinator;
  private final Journal journal;
  private final ReshardingSettings settings;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final MultiThreadIoEventLoopGroup loops;
  private final Links links;
  private final Estimator estimator;
  private final Throttle throttle;
  private final Thread copier;
  private final Thread participant;
  private final Incarnations incarnations;
  private final Thread doorkeeper;
  private final Map<Long, CompletableFuture<@Nullable Change>> waiting = new ConcurrentHashMap<>();
  private volatile long expectedKeys;

  /** Of this one; somebody who begins after it has a higher one. */
  private volatile long term;

  private @Nullable Long unavailableSince;

  /**
   * Does nothing yet.
   *
   * @param gate where this gateway's operations pass
   * @param unnamed how connections are made
   * @param trustsRestarted whether servers that were started anew have what was acknowledged
   * @param emptiable whether others may be emptied at an address
   */
  public Resharder(
      Coordinator coordinator,
      Gate gate,
      ConnectionNames names,
      ConnectionSettings unnamed,
      ReshardingSettings settings,
      boolean trustsRestarted,
      Predicate<HostPort> emptiable,
      InstantSource clock) {
    this.coordinator = coordinator;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = unnamed.ticker()::nanoTime;
    this.journal =
        new Journal(
            coordinator, new Protocol(List.of(names.gateway()), false, settings.safeguards()));
    this.loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("torc-copy", true), NioIoHandler.newFactory());
    this.throttle = new Throttle(settings.keysPerSecond(), nanoTime);
    EventLoop loop = (EventLoop) loops.iterator().next();
    ConnectionSettings connections = unnamed.forCopier().on(NioSocketChannel.class);
    boolean fenced = settings.safeguards().contains(Safeguard.COPIER_FENCE);
    this.links =
        new Links(
            loop,
            connections.named(names.copy()),
            fenced ? link -> link.endFormer(names.copy()) : link -> {});
    this.estimator =
        new Estimator(
            node -> NodeLink.open(node, loop, connections.named(names.observe())),
            settings.keysPerSecond(),
            KeySample.MAX_KEYS,
            nanoTime);
    Participant part =
        new Participant(
            journal,
            gate,
            names,
            new Links(loop, connections.named(names.fence()), link -> {}),
            nanoTime,
            settings.holdLimit());
    this.participant = daemon(part::run, "torc-participant");
    this.incarnations =
        new Incarnations(
            journal,
            new Links(
                loop, connections.named(names.admit()), link -> link.endFormer(names.admit())),
            trustsRestarted,
            emptiable);
    this.doorkeeper = daemon(incarnations, "torc-incarnations");
    this.copier = daemon(this::run, "torc-resharder");
    // Before those who wait are told: what they look at then is recorded.
    coordinator.watch(new ChangeEvents()::follow);
    coordinator.watch(this::tellWhoWaits);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts the threads; a change that was being made goes on. */
  public void start() {
    term = journal.update(state -> state.resumed(journal.protocol())).term();
    Change active = journal.state().active();
    if (active != null) {
      ChangeLines.goesOn(active);
      journal.begin(active);
    }
    participant.start();
    copier.start();
    doorkeeper.start();
  }

  /** A server answers at a node's address that is not known to be the node. Does not block. */
  public void met(CacheNode node, String runId) {
    HostPort address = new HostPort(node.address().getHostString(), node.address().getPort());
    incarnations.met(node.index(), address, runId);
  }

  @Override
  public int reserveIndex() {
    return journal.update(ClusterState::withIndexReserved).nextNode() - 1;
  }

  @Override
  public Change submit(ChangeRequest request, Origin origin, @Nullable Declared declared) {
    long[] id = new long[1];
    ClusterState after =
        journal.update(state -> {
          id[0] = state.nextChange();
          return state.submit(request, origin, declared, clock.millis());
        });
    return known(after, id[0]);
  }

  @Override
  public Estimate estimate(ChangeRequest request, Map<Integer, Long> unstarted) {
    return estimator.estimate(journal.state(), request, unstarted);
  }

  @Override
  public void declare(Declared declared) {
    journal.update(state -> declared.equals(state.declared()) ? state : state.declared(declared));
  }

  @Override
  public void readdress(int index, HostPort address) {
    journal.update(state -> state.readdressed(index, address, journal.protocol()));
  }

  @Override
  public Change cancel(long id) {
    return known(journal.update(state -> state.cancel(id, clock.millis(), journal.protocol())), id);
  }

  private Change known(ClusterState state, long id) {
    Change change = state.change(id);
    if (change == null) {
      throw new ChangeException(ChangeException.Kind.UNKNOWN, "change " + id + ": not known");
    }
    return journal.live(change);
  }

  @Override
  public List<Change> changes() {
    return journal.state().changes().stream().map(journal::live).toList();
  }

  @Override
  public @Nullable Change change(long id) {
    Change change = journal.state().change(id);
    return change == null ? null : journal.live(change);
  }

  @Override
  public CompletionStage<@Nullable Change> whenOver(long id) {
    CompletableFuture<@Nullable Change> future =
        waiting.computeIfAbsent(id, none -> new CompletableFuture<>());
    tellWhoWaits(journal.state());
    return future;
  }

  private void tellWhoWaits(ClusterState state) {
    waiting.forEach((id, future) -> {
      Change change = state.change(id);
      if (change == null || change.status().isOver()) {
        waiting.remove(id, future);
        future.completeAsync(() -> change);
      }
    });
  }

  @Override
  public Pace pace() {
    return journal.state().active() == null ? Pace.NONE : new Pace(expectedKeys, throttle.rate());
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        journal.await(() -> hasWork(journal.state()), Long.MAX_VALUE);
        work();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      links.close();
    }
  }

  private boolean hasWork(ClusterState state) {
    return state.term() == term && (state.active() != null || state.waiting() != null);
  }

  private void work() throws InterruptedException {
    try {
      Change change = journal.state().active();
      if (change == null) {
        begin();
      } else if (change.moves().stream().allMatch(move -> move.step().isOver())) {
        complete(change);
      } else {
        make(change);
      }
    } catch (CoordinatorException e) {
      LOG.log(System.Logger.Level.ERROR, "the state of the ring cannot be kept", e);
      journal.await(() -> false, PAUSE_NANOS);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "changes of the ring cannot be made", e);
      journal.await(() -> false, PAUSE_NANOS);
    }
  }

  private void begin() {
    ClusterState state = update(old -> old.begin(clock.millis(), journal.protocol()));
    Change change = state.active();
    if (change != null) {
      ChangeLines.begins(change);
      journal.begin(change);
      expectedKeys = 0;
    }
  }

  /** Changes the state as the one who makes the changes: nobody else does, or that one is out. */
  private ClusterState update(UnaryOperator<ClusterState> change) {
    return journal.update(state -> state.term() == term ? change.apply(state) : state);
  }

  private void make(Change change) throws InterruptedException {
    Session session = Session.of(change, term, journal, links, settings, nanoTime);
    ChangeRun run = new ChangeRun(session, change, throttle);
    try {
      if (run.isAtItsBeginning() && expectedKeys == 0) {
        expectedKeys = Math.max(1, new Preflight(session, change).run());
      }
      run.act();
      unavailableSince = null;
    } catch (NodeUnavailableException e) {
      links.reset();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      unavailable(run, change, String.valueOf(e.getMessage()));
    } catch (MoveFailedException e) {
      links.reset();
      failed(run, change, String.valueOf(e.getMessage()));
    } catch (CoordinatorException e) {
      throw e;
    } catch (RuntimeException e) {
      links.reset();
      LOG.log(System.Logger.Level.ERROR, "unexpected failure of change " + change.id(), e);
      failed(run, change, "unexpected failure: " + e);
    }
  }

  private static void failed(ChangeRun run, Change change, String why) {
    ChangeLines.fails(change, why);
    run.fail(why);
  }

  /** A node is away: operations are not held back for it, and it is given some time. */
  private void unavailable(ChangeRun run, Change change, String why) throws InterruptedException {
    run.expireHolds();
    long now = nanoTime.getAsLong();
    if (unavailableSince == null) {
      unavailableSince = now;
    }
    long limit = settings.nodeTimeout().toNanos();
    if (now - unavailableSince >= (run.isUndoing() ? Math.min(UNDO_NANOS, limit) : limit)) {
      failed(run, change, why);
    } else {
      journal.await(() -> false, RETRY_NANOS);
    }
  }

  private void complete(Change change) {
    Session session = Session.of(change, term, journal, links, settings, nanoTime);
    new ChangeRun(session, change, throttle).takeMarksOff();
    ClusterState after =
        update(state -> {
          Change active = state.active();
          ClusterState counted = state;
          if (active != null) {
            for (Move move : journal.live(active).moves()) {
              counted = counted.withProgress(move.pair(), old -> move.progress());
            }
          }
          return counted.complete(clock.millis(), journal.protocol());
        });
    Change ended = after.change(change.id());
    if (ended != null && !ended.status().isActive()) {
      links.reset();
      ChangeLines.isOver(ended);
    } else if (ended != null) {
      ChangeLines.goesBack(ended);
      journal.begin(ended);
    }
  }

  /** Stops where it is; what was begun goes on when somebody opens a cache with the same state. */
  @Override
  public void close() {
    List<Thread> threads = List.of(copier, participant, doorkeeper);
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loops.shutdownGracefully(0, 1, SECONDS);
    coordinator.close();
    waiting
        .values()
        .forEach(future ->
            future.completeExceptionally(new IllegalStateException("the cache was closed")));
  }
}
