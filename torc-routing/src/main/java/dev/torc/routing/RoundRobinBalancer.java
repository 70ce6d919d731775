package dev.torc.routing;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One after the other. Weights make a sequence in which each has its share and its turns lie as far
 * apart as they can: nginx's smooth weighted round robin, worked out beforehand.
 */
final class RoundRobinBalancer implements Balancer {
  private final int size;
  private final int[] sequence;
  private final AtomicInteger turn;

  RoundRobinBalancer(int[] weights, Randomness random) {
    this.size = weights.length;
    this.sequence = sequence(weights);
    // Anywhere: else every caller of a fleet that starts would begin with the same endpoint.
    this.turn =
        new AtomicInteger(sequence.length == 0 ? 0 : (int) random.nextBelow(sequence.length));
  }

  static int[] sequence(int[] weights) {
    int divisor = Arrays.stream(weights).reduce(0, RoundRobinBalancer::greatestCommonDivisor);
    if (divisor == 0) {
      return new int[0];
    }
    List<Equals> groups = Equals.of(Arrays.stream(weights).map(weight -> weight / divisor));
    int total = groups.stream().mapToInt(group -> group.weight * group.members.length).sum();
    int[] sequence = new int[total];
    for (int turn = 0; turn < total; turn++) {
      Equals best = groups.get(0);
      for (Equals group : groups) {
        if (group.isBefore(best, turn + 1, total)) {
          best = group;
        }
      }
      sequence[turn] = best.take();
    }
    return sequence;
  }

  /**
   * Endpoints of one weight. They take turns in their order, so that only the next one of each
   * weight has to be compared: 10 000 endpoints would need a minute if all were.
   */
  private static final class Equals {
    private final int weight;
    private final int[] members;
    private int taken;

    private Equals(int weight, int[] members) {
      this.weight = weight;
      this.members = members;
    }

    static List<Equals> of(IntStream weights) {
      int[] all = weights.toArray();
      return Arrays.stream(all)
          .filter(weight -> weight > 0)
          .distinct()
          .mapToObj(weight ->
              new Equals(
                  weight, IntStream.range(0, all.length).filter(i -> all[i] == weight).toArray()))
          .toList();
    }

    /** Whether its next member has more credit at a turn, or as much and a smaller index. */
    boolean isBefore(Equals other, int turn, int total) {
      long more = credit(turn, total) - other.credit(turn, total);
      return more > 0 || (more == 0 && next() < other.next());
    }

    private long credit(int turn, int total) {
      return (long) turn * weight - (long) total * (taken / members.length);
    }

    private int next() {
      return members[taken % members.length];
    }

    int take() {
      int next = next();
      taken++;
      return next;
    }
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  @Override
  public int choose(Selection selection) {
    for (int tries = 0; tries < sequence.length; tries++) {
      int index = sequence[Math.floorMod(turn.getAndIncrement(), sequence.length)];
      if (selection.isUsable(index)) {
        return index;
      }
      if (tries == 0 && !isAnyUsable(selection)) {
        return NONE;
      }
    }
    // The turns of the usable ones may all have gone to other threads.
    return peek(selection);
  }

  /** Asked first, as there are far fewer endpoints than turns if weights are large. */
  private boolean isAnyUsable(Selection selection) {
    for (int i = 0; i < size; i++) {
      if (selection.isUsable(i)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int peek(Selection selection) {
    if (!isAnyUsable(selection)) {
      return NONE;
    }
    int next = turn.get();
    for (int tries = 0; tries < sequence.length; tries++) {
      int index = sequence[Math.floorMod(next + tries, sequence.length)];
      if (selection.isUsable(index)) {
        return index;
      }
    }
    return NONE;
  }
}
