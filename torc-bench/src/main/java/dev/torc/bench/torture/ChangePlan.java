package dev.torc.bench.torture;

import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.ChangeRequest.Addition;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes up the next change of a ring. Not thread-safe. */
final class ChangePlan {
  /** No node is given more. */
  static final int MOST_WEIGHT = 4;

  private static final int FEWEST_NODES = 2;
  private static final List<Integer> VNODES = List.of(16, 40, 80, 160, 200);

  private final SplittableRandom random;
  private final UnaryOperator<String> names;

  /**
   * A plan.
   *
   * @param names the name that a node has on the ring, by its address
   */
  ChangePlan(SplittableRandom random, UnaryOperator<String> names) {
    this.random = random;
    this.names = names;
  }

  /**
   * A change.
   *
   * @param added the address of the node it adds, {@code null} if it adds none
   */
  record Planned(ChangeRequest request, @Nullable String added) {}

  /**
   * The next one.
   *
   * @param members addresses on the ring
   * @param spares addresses of nodes that are not
   */
  Planned next(List<String> members, List<String> spares) {
    boolean canAdd = !spares.isEmpty();
    boolean canRemove = members.size() > FEWEST_NODES;
    ChangeRequest request;
    String added = null;
    int percent = random.nextInt(100);
    // The fewer there are outside, the rarer: nodes come and go alike.
    if (percent < 40 && canAdd) {
      added = one(spares);
      request = ChangeRequest.add(addition(added));
    } else if (percent < 75 && canRemove) {
      request = ChangeRequest.remove(List.of(one(members)), false);
    } else if (percent < 80 && canAdd && canRemove) {
      added = one(spares);
      List<Addition> addition = addition(added);
      request = new ChangeRequest(addition, List.of(one(members)), false, Map.of(), null, false);
    } else if (percent < 93) {
      request = ChangeRequest.weight(one(members), random.nextInt(1, MOST_WEIGHT + 1));
    } else {
      request = ChangeRequest.vnodes(VNODES.get(random.nextInt(VNODES.size())));
    }
    return new Planned(request.withForce(random.nextInt(10) == 0), added);
  }

  /** Whether to end the change before its time. */
  boolean cancels() {
    return random.nextInt(6) == 0;
  }

  /** Whether to hand in another one while it runs. */
  boolean queuesAnother() {
    return random.nextInt(8) == 0;
  }

  /** When to end it. */
  Moment moment() {
    return Moment.drawn(random);
  }

  /** Whether the node that is added was used before, and still has what it had then. */
  boolean addsUsedNode() {
    return random.nextInt(2) == 0;
  }

  /** Milliseconds until the next change. */
  int pauseMillis() {
    return random.nextInt(10, 300);
  }

  private List<Addition> addition(String address) {
    return List.of(new Addition(address, names.apply(address), random.nextInt(1, 3)));
  }

  private String one(List<String> addresses) {
    return addresses.get(random.nextInt(addresses.size()));
  }
}
