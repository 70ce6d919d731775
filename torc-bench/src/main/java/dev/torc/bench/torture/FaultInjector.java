package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.bench.torture.FaultSchedule.Planned;
import dev.torc.testkit.proxy.FaultProxy;
import dev.torc.testkit.proxy.Rule;
import dev.torc.testkit.proxy.Rule.Delay;
import dev.torc.testkit.proxy.Rule.Hold;
import dev.torc.testkit.proxy.Rule.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/** Does the faults of one schedule, and heals each before the next. Confined to one thread. */
final class FaultInjector {
  /** How long a fault waits for its moment. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

  private final FaultSchedule schedule;
  private final List<TortureNode> nodes;
  private final GatewayProcess gateway;
  private final StepWatch watch;
  private final Losses losses;
  private final Tally kinds;
  private final CountDownLatch stop;

  /**
   * An injector.
   *
   * @param kinds counts what was done
   * @param stop ends it when it is counted down, after the fault of that time has healed
   */
  FaultInjector(
      FaultSchedule schedule,
      Cluster cluster,
      StepWatch watch,
      Losses losses,
      Tally kinds,
      CountDownLatch stop) {
    this.schedule = schedule;
    this.nodes = cluster.nodes();
    this.gateway = cluster.gateway();
    this.watch = watch;
    this.losses = losses;
    this.kinds = kinds;
    this.stop = stop;
  }

  /** Works until it is stopped. */
  void run() throws IOException, InterruptedException {
    Planned planned = schedule.next();
    while (!stop.await(planned.after().toNanos(), NANOSECONDS)) {
      watch.await(planned.moment(), MOMENT);
      kinds.add(planned.fault().kind());
      commit(planned.fault());
      planned = schedule.next();
    }
  }

  private void commit(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case Fault.KillGateway _ -> {
        gateway.kill();
        gateway.start();
      }
      case Fault.StopGateway stopped -> {
        gateway.pause();
        lasts(stopped.lasting());
        gateway.resume();
      }
      case Fault.StopNode stopped -> {
        nodes.get(stopped.node()).pause();
        lasts(stopped.lasting());
        nodes.get(stopped.node()).resume();
      }
      case Fault.KillNode killed -> {
        losses.open();
        nodes.get(killed.node()).killAndRestart();
        losses.restarted();
      }
      case Fault.DropConnections dropped -> proxy(dropped.node()).drop();
      case Fault.RefuseConnections refused -> refuse(proxy(refused.node()), refused.lasting());
      case Fault.DelayConnections slow ->
          apply(
              slow.node(),
              slow.lasting(),
              (proxy, node) -> new Delay(slow.selection().salted(node), slow.by()));
      case Fault.HoldConnections held ->
          apply(
              held.node(),
              held.lasting(),
              (proxy, node) -> holdOpen(proxy, held.selection().salted(node)));
      case Fault.DeliverAfterBreak late -> deliverAfterBreak(late);
      case Fault.DeliverAfterKill late -> deliverAfterKill(late);
      case Fault.FillNode full -> {
        nodes.get(full.node()).fill();
        lasts(full.lasting());
        nodes.get(full.node()).empty();
      }
    }
  }

  private FaultProxy proxy(int node) {
    return nodes.get(node).proxy();
  }

  private void lasts(Duration duration) throws InterruptedException {
    boolean _ = stop.await(duration.toNanos(), NANOSECONDS);
  }

  /** Makes the rule of a node, or that of every one. */
  private <R extends Rule> Map<FaultProxy, R> applied(
      int node, BiFunction<FaultProxy, Integer, R> rules) {
    Map<FaultProxy, R> applied = new LinkedHashMap<>();
    for (TortureNode each : nodes) {
      if (node == Fault.EVERY_NODE || node == each.number()) {
        R rule = rules.apply(each.proxy(), each.number());
        applied.put(each.proxy(), rule);
        each.proxy().apply(rule);
      }
    }
    return applied;
  }

  private void apply(int node, Duration lasting, BiFunction<FaultProxy, Integer, Rule> rules)
      throws InterruptedException {
    Map<FaultProxy, Rule> applied = applied(node, rules);
    try {
      lasts(lasting);
    } finally {
      applied.forEach(FaultProxy::lift);
    }
  }

  private void refuse(FaultProxy proxy, Duration lasting) throws InterruptedException {
    proxy.refuse(true);
    proxy.drop();
    lasts(lasting);
    proxy.refuse(false);
  }

  /** Only connections that are open now: later ones overtake them. */
  private static Hold holdOpen(FaultProxy proxy, Selection selection) {
    return new Hold(selection.limitedTo(proxy.accepted()));
  }

  private void deliverAfterBreak(Fault.DeliverAfterBreak late) throws InterruptedException {
    Map<FaultProxy, Hold> applied =
        applied(late.node(), (proxy, node) -> holdOpen(proxy, late.selection().salted(node)));
    try {
      lasts(late.heldBefore());
      applied.forEach((proxy, rule) -> proxy.hangUp(rule.selection()));
      watch.await(late.moment(), MOMENT);
    } finally {
      applied.forEach(FaultProxy::lift);
    }
  }

  private void deliverAfterKill(Fault.DeliverAfterKill late)
      throws IOException, InterruptedException {
    Map<FaultProxy, Rule> applied =
        applied(Fault.EVERY_NODE, (proxy, node) -> holdOpen(proxy, late.selection().salted(node)));
    try {
      lasts(late.heldBefore());
      gateway.kill();
      gateway.start();
      watch.await(late.moment(), MOMENT);
    } finally {
      applied.forEach(FaultProxy::lift);
    }
  }
}
