package dev.torc.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A register that behaves, asked by clients at once: each operation takes effect at a random time
 * between its invocation and its answer, a write without an answer at a random later time or never.
 */
final class SimulatedRegister {
  private static final int LATEST = 50;

  /**
   * What clients ask for.
   *
   * @param slowest no answer takes longer, in nanoseconds
   * @param sets of 100 operations; so are deletes, and the rest are gets
   * @param mortal of 100 sets those with a time to live
   * @param open of 100 writes those without an answer
   * @param losses how many windows of loss there are
   */
  record Load(
      int clients,
      int operations,
      long slowest,
      int sets,
      int deletes,
      int mortal,
      int open,
      int losses) {

    /** How far expiry is off at most. */
    long tolerance() {
      return slowest / 5;
    }

    /** Gets and sets that all are answered: nothing ever vanishes. */
    static Load lasting(int clients, int operations) {
      return new Load(clients, operations, 100, 40, 0, 0, 0, 0);
    }
  }

  private record Call(int client, Action action, long invoked, long answered, long effect) {
    boolean open() {
      return effect > answered;
    }
  }

  private final Random random;
  private final String key;
  private final Load load;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<Long> vanishings = new ArrayList<>();
  private String value = "";
  private long gone = Long.MAX_VALUE;

  private SimulatedRegister(Random random, String key, Load load) {
    this.random = random;
    this.key = key;
    this.load = load;
  }

  static SimulatedRegister run(Random random, String key, Load load) {
    SimulatedRegister register = new SimulatedRegister(random, key, load);
    List<Call> calls = register.calls();
    register.chooseLosses(calls.stream().mapToLong(Call::answered).max().orElse(0));
    calls.sort(Comparator.comparingLong(Call::effect));
    calls.forEach(register::execute);
    return register;
  }

  /** By their effects. */
  List<Operation> operations() {
    return operations;
  }

  List<Loss> losses() {
    return losses;
  }

  private List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (int client = 0; client < load.clients; client++) {
      long now = random.nextLong(load.slowest);
      for (int i = client; i < load.operations; i += load.clients) {
        Action action = action(i);
        long answered = now + random.nextLong(load.slowest);
        long effect = now + random.nextLong(answered - now + 1);
        if (!(action instanceof Action.Get) && random.nextInt(100) < load.open) {
          effect =
              random.nextBoolean()
                  ? Long.MAX_VALUE
                  : answered + 1 + random.nextLong(LATEST * load.slowest);
        }
        calls.add(new Call(client, action, now, answered, effect));
        now = answered + random.nextLong(1 + load.slowest / 4);
      }
    }
    return calls;
  }

  private Action action(int index) {
    int choice = random.nextInt(100);
    if (choice < load.sets) {
      long ttl = random.nextInt(100) < load.mortal ? 1 + random.nextLong(4 * load.slowest) : 0;
      return new Action.Set("v" + index, ttl);
    }
    return choice < load.sets + load.deletes ? new Action.Delete() : new Action.Get();
  }

  private void chooseLosses(long end) {
    for (int i = 0; i < load.losses; i++) {
      long from = random.nextLong(end);
      long to = from + random.nextLong(load.slowest);
      losses.add(new Loss(from, to, Set.of(key)));
      for (int times = random.nextInt(4); times > 0; times--) {
        vanishings.add(from + random.nextLong(to - from + 1));
      }
    }
  }

  private void execute(Call call) {
    boolean lost = vanishings.removeIf(time -> time <= call.effect);
    if (lost || gone <= call.effect) {
      value = "";
      gone = Long.MAX_VALUE;
    }
    String before = value;
    if (call.action instanceof Action.Set set && call.effect != Long.MAX_VALUE) {
      value = set.value();
      gone = set.ttlNanos() == 0 ? Long.MAX_VALUE : expiry(call, set.ttlNanos());
    } else if (call.action instanceof Action.Delete && call.effect != Long.MAX_VALUE) {
      value = "";
    }
    operations.add(
        new Operation(
            key, call.client, call.action, outcome(call, before), call.invoked, call.answered));
  }

  private long expiry(Call call, long ttl) {
    long from = Math.max(call.effect, call.invoked + ttl - load.tolerance());
    long until = Math.max(call.effect, call.answered + ttl + load.tolerance());
    return from + random.nextLong(until - from + 1);
  }

  private static Outcome outcome(Call call, String before) {
    if (call.open()) {
      return new Outcome.Unanswered();
    }
    if (call.action instanceof Action.Set) {
      return new Outcome.Stored();
    }
    if (before.isEmpty()) {
      return new Outcome.Missing();
    }
    return call.action instanceof Action.Get ? new Outcome.Found(before) : new Outcome.Deleted();
  }
}
