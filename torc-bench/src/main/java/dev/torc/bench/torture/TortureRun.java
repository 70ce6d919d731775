package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.bench.Progress;
import dev.torc.cli.admin.AdminException;
import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.Membership.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * One run: starts a cluster, lets clients, changes and faults loose on it, heals everything, waits
 * until it is quiet, and looks whether all promises were kept. Used once, by one thread; {@link
 * #close} may be called by any.
 */
final class TortureRun implements AutoCloseable {
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

  /** Between two lines of progress where each stays. */
  private static final int PROGRESS_SECONDS = 10;

  private final Plan plan;
  private final Progress progress;
  private final Cluster cluster;
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch stopFaults = new CountDownLatch(1);
  private final CountDownLatch stopChanges = new CountDownLatch(1);
  private final CountDownLatch stopClients = new CountDownLatch(1);
  private final Findings findings = new Findings(end);
  private final Losses losses;
  private final Judge judge;
  private final Tally changes = new Tally();
  private final Tally faults = new Tally();
  private final Workload load;
  private final SplittableRandom random;
  private final Actors injectors = new Actors(end);
  private final Actors changers = new Actors(end);
  private final Actors clients = new Actors(end);

  TortureRun(Plan plan, Progress progress) throws IOException {
    this.plan = plan;
    this.progress = progress;
    this.cluster = new Cluster(plan);
    this.random = new SplittableRandom(plan.seed());
    this.losses = new Losses(plan.changes());
    this.judge = new Judge(losses, findings);
    this.load =
        new Workload(
            cluster.gateway().cache(),
            new LiveKeys(plan.keys(), plan.hotKeys(), plan.ballast()),
            new Tally(),
            judge);
  }

  /**
   * Runs to the end, or to the first violation.
   *
   * @throws IOException if something does not start, or does not come back
   * @throws AdminException if the gateway does not answer when nothing goes wrong any more
   */
  TortureReport run() throws IOException, InterruptedException {
    cluster.start(plan);
    long start = System.nanoTime();
    startClients();
    StepWatch watch = new StepWatch();
    Changer changer =
        new Changer(cluster, load.keys(), random.split(), watch, losses, changes, stopChanges);
    List<FaultSchedule> schedules = new ArrayList<>();
    for (FaultSchedule.Kind kind : FaultSchedule.Kind.values()) {
      schedules.add(new FaultSchedule(kind, random.split(), cluster.nodes().size()));
    }
    if (plan.changes()) {
      changers.start(changer::run);
    }
    if (plan.faults()) {
      schedules.forEach(schedule -> injectors.start(injector(schedule, watch)::run));
    }
    await();
    stop(changer);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    readFinally();
    return report(took, judge.finish());
  }

  private FaultInjector injector(FaultSchedule schedule, StepWatch watch) {
    return new FaultInjector(schedule, cluster, watch, losses, faults, stopFaults);
  }

  private void startClients() throws InterruptedException {
    List<TortureClient> all = new ArrayList<>();
    for (int i = 0; i < plan.clients(); i++) {
      all.add(new TortureClient(i, random.split(), load, stopClients));
    }
    Actors writers = new Actors(end);
    all.forEach(client -> writers.start(() -> client.writeBallast(plan.clients())));
    writers.join();
    all.forEach(client -> clients.start(client::run));
  }

  private void await() throws InterruptedException {
    long seconds = Math.max(1, plan.lasting().toSeconds());
    int step = progress.rewrites() ? 1 : PROGRESS_SECONDS;
    progress.start(
        Math.toIntExact(Math.ceilDiv(seconds, step)),
        "torture for " + seconds + " s, seed " + plan.seed());
    long deadline = System.nanoTime() + plan.lasting().toNanos();
    for (long left = plan.lasting().toNanos(); left > 0; left = deadline - System.nanoTime()) {
      if (end.await(Math.min(left, SECONDS.toNanos(step)), NANOSECONDS)) {
        break;
      }
      progress.done(
          "%d operations, %d changes, %d faults"
              .formatted(load.operations().total(), changes.total(), faults.total()));
    }
    progress.end();
  }

  /** Faults first, so that changes can finish, and clients last, so that they see that too. */
  private void stop(Changer changer) throws InterruptedException {
    stopFaults.countDown();
    injectors.join();
    for (TortureNode node : cluster.nodes()) {
      node.proxy().heal();
    }
    stopChanges.countDown();
    changers.join();
    if (plan.changes()) {
      makePeace(changer);
    }
    stopClients.countDown();
    clients.join();
  }

  private void makePeace(Changer changer) throws InterruptedException {
    if (!changer.finish(QUIET_WITHIN)) {
      findings.add(
          "STUCK",
          "the changes",
          "not finished " + QUIET_WITHIN.toSeconds() + " s after the last fault: " + unfinished());
      return;
    }
    String failure = changer.changeInPeace(QUIET_WITHIN);
    if (!failure.isEmpty()) {
      findings.add("STUCK", "a change when nothing goes wrong", failure);
    }
  }

  private void readFinally() throws IOException, InterruptedException {
    // Never stopped: a read is tried until it is answered.
    TortureClient reader =
        new TortureClient(plan.clients(), random.split(), load, new CountDownLatch(1));
    Map<String, Integer> servers = new HashMap<>();
    List<Subject> subjects = new ArrayList<>(load.keys().live());
    subjects.addAll(load.keys().ballast());
    for (Subject subject : subjects) {
      servers.put(subject.key(), reader.readFinally(subject));
      judge.retire(subject);
    }
    reader.disconnect();
    if (findings.count() == 0) {
      new NodeContents(findings).check(cluster.nodes(), addresses(servers));
    }
  }

  private List<Change> unfinished() throws InterruptedException {
    List<Change> all = cluster.admin().changes().value().changes();
    return all.stream().filter(change -> !change.state().isEnd()).toList();
  }

  private Map<String, String> addresses(Map<String, Integer> servers) throws InterruptedException {
    Map<String, String> addresses = new HashMap<>();
    if (plan.changes()) {
      Map<Integer, String> nodes =
          cluster.admin().nodes().value().nodes().stream()
              .collect(Collectors.toMap(Member::index, Member::address));
      servers.forEach((key, index) -> addresses.put(key, nodes.getOrDefault(index, "nowhere")));
    }
    return addresses;
  }

  private TortureReport report(Duration took, Judge.Checked checked) {
    boolean clean = findings.count() == 0;
    return new TortureReport(
        plan,
        took,
        load.operations().counts(),
        changes.counts(),
        faults.counts(),
        losses.count(),
        checked,
        findings.count(),
        findings.kept(),
        clean ? null : cluster.keepFolder());
  }

  /** Ends everything that was started, at once. */
  @Override
  public void close() {
    end.countDown();
    stopFaults.countDown();
    stopChanges.countDown();
    stopClients.countDown();
    injectors.interrupt();
    changers.interrupt();
    clients.interrupt();
    judge.close();
    cluster.close();
  }
}
