package dev.torc.testkit.history;

import dev.torc.testkit.history.Step.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches an order of a key's steps in which every answer is right: Wing and Gong's depth-first
 * search ("Testing and verifying concurrent objects", 1993), which never enters a state twice
 * (Lowe, "Testing for linearizability", 2017).
 *
 * <p>A step may come next if its {@code earliest} is not above the {@code latest} of any other that
 * has no place yet. A state has the steps placed so far, what the register holds, and {@code now},
 * the greatest {@code earliest} of what was placed: nothing that must be over by an earlier time,
 * as a window of loss, can be placed any more. The smaller {@code now}, the more is possible.
 *
 * <p>What need not happen is placed only when needed, right before the step that needs it: a value
 * vanishes (by expiry or loss), or a {@linkplain Spare spare} takes it away, only before an answer
 * that says there is none; a spare puts a value there only before a delete that found one. In any
 * other place such an event can be left out of a right order. For the step after it either asks
 * nothing and sets the value anyway, or is a delete where a value must be put back first, so that
 * the one taken away would have done; or there was a value already, or none.
 *
 * <p>Of the steps that may come next some are left out, each time because of this: if there is a
 * right order which goes on with a step left out, there is one which goes on with one tried.
 *
 * <ul>
 *   <li>An answer that says there is no key, when there is none, comes at once and alone if no
 *       window of loss ends before its {@code earliest}. It changes nothing, so in any right order
 *       it may be moved here. This raises {@code now} for those it passes, to no more than every
 *       other {@code latest}, hence not over the end of an expiry: the set of a value that can
 *       expire by a certain time is answered before that time.
 *   <li>Two steps of one kind (writes of values that do not expire; misses; deletes) have the same
 *       effect, as all gets of a value are in the step of its set. If <i>x</i> has the smaller or
 *       equal {@code latest}, and <i>x</i> here leads to no greater {@code now} than <i>y</i>, then
 *       <i>y</i> is left out: in a right order that goes on with <i>y</i>, exchange the two.
 *       <i>y</i> can stand where <i>x</i> stood, as its {@code latest} is no smaller; <i>x</i> can
 *       stand here, as its {@code earliest} is at most <i>y</i>'s, or at most {@code now}, which no
 *       open {@code latest} is below; and {@code now} is nowhere greater than before.
 *   <li>Likewise a spare <i>y</i> is left out for <i>x</i> if <i>x</i> leads to no greater {@code
 *       now}, and <i>y</i> can later do all that <i>x</i> could. A spare is not used where the
 *       value vanishes by itself at no greater {@code now}.
 * </ul>
 *
 * <p>Not thread-safe. A right history takes little more than one state a step; a wrong one takes
 * all that can be reached, which is at worst exponential in the number of operations at once.
 */
final class Search {
  /** What a search came to. */
  enum Answer {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    /** It was given up, as it grew beyond its bound. */
    UNDECIDED
  }

  private static final int ABSENT = -1;
  private static final int LASTING = -2;

  /**
   * What has a place, and what the register holds.
   *
   * @param first the first step, by latest times, that has no place yet; all before it have one
   * @param placed which of those from {@code first} on have a place: bit 0 stands for {@code first}
   * @param holder nothing, a value that does not expire, or else the index of the step whose value
   *     it is
   */
  private record Place(int first, BitSet placed, int holder) {}

  /**
   * What it cost to get to a place. Of two ways there, the one that cost no more can go on wherever
   * the other can.
   *
   * @param spent which of the spares were used
   * @param now the greatest of the earliest times of what has a place
   */
  private record Cost(BitSet spent, long now) {

    boolean isAtMost(Cost other) {
      if (now > other.now) {
        return false;
      }
      for (int i = spent.nextSetBit(0); i >= 0; i = spent.nextSetBit(i + 1)) {
        if (!other.spent.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private record State(Place place, Cost cost) {}

  private final Steps steps;
  private final int bound;
  private final Map<Place, List<Cost>> seen = new HashMap<>();
  private int tried;
  private final Deque<State> open = new ArrayDeque<>();
  private final List<State> free = new ArrayList<>();
  private final List<State> dear = new ArrayList<>();

  private Search(Steps steps, int bound) {
    this.steps = steps;
    this.bound = bound;
  }

  /** Searches an order of the steps, and gives up after {@code bound} states. */
  static Answer of(Steps steps, int bound) {
    return new Search(steps, bound).run();
  }

  private Answer run() {
    Place start = new Place(0, new BitSet(), ABSENT);
    open.push(new State(start, new Cost(new BitSet(), Long.MIN_VALUE)));
    while (!open.isEmpty()) {
      State state = open.pop();
      if (state.place.first == steps.size()) {
        return Answer.LINEARIZABLE;
      }
      free.clear();
      dear.clear();
      expand(state);
      pushUnseen(dear);
      pushUnseen(free);
      if (tried > bound) {
        return Answer.UNDECIDED;
      }
    }
    return Answer.NOT_LINEARIZABLE;
  }

  private void pushUnseen(List<State> next) {
    for (int i = next.size() - 1; i >= 0; i--) {
      State state = next.get(i);
      List<Cost> costs = seen.computeIfAbsent(state.place, place -> new ArrayList<>(1));
      if (costs.stream().noneMatch(cost -> cost.isAtMost(state.cost))) {
        costs.removeIf(state.cost::isAtMost);
        costs.add(state.cost);
        open.push(state);
        tried++;
      }
    }
  }

  /** Gathers the states that one more step leads to. */
  private void expand(State state) {
    long deadline = steps.get(state.place.first).latest();
    int second = state.place.first + state.place.placed.nextClearBit(1);
    long secondDeadline = second < steps.size() ? steps.get(second).latest() : Steps.NEVER;
    Map<Kind, Long> bestTimes = new EnumMap<>(Kind.class);
    for (int i = state.place.first;
        i < steps.size() && (i == state.place.first || steps.earliestFrom(i) <= deadline);
        i++) {
      Step step = steps.get(i);
      if (state.place.placed.get(i - state.place.first)
          || step.earliest() > (i == state.place.first ? secondDeadline : deadline)) {
        continue;
      }
      long time = Math.max(state.cost.now, step.earliest());
      if (!step.expires()) {
        if (time >= bestTimes.getOrDefault(step.kind(), Steps.NEVER)) {
          continue;
        }
        bestTimes.put(step.kind(), time);
      }
      if (step.kind() == Kind.MISS && missesAtNoCost(state, time)) {
        free.clear();
        dear.clear();
        free.add(placed(state, i, ABSENT, time));
        return;
      }
      place(state, i, time, deadline);
    }
  }

  private boolean missesAtNoCost(State state, long time) {
    return state.place.holder == ABSENT && !steps.losses().endBetween(state.cost.now, time);
  }

  private void place(State state, int index, long time, long deadline) {
    Step step = steps.get(index);
    switch (step.kind()) {
      case WRITE -> free.add(placed(state, index, step.expires() ? index : LASTING, time));
      case MISS -> placeMiss(state, index, time, deadline);
      case DELETE -> {
        if (state.place.holder != ABSENT && time <= fadesUntil(state.place.holder)) {
          free.add(placed(state, index, ABSENT, time));
        } else {
          spend(state, index, time, Math.min(deadline, step.latest()), true);
        }
      }
    }
  }

  private void placeMiss(State state, int index, long time, long deadline) {
    if (state.place.holder == ABSENT) {
      free.add(placed(state, index, ABSENT, time));
      return;
    }
    long vanished = vanishes(state);
    if (vanished <= deadline) {
      free.add(placed(state, index, ABSENT, Math.max(vanished, time)));
    }
    if (vanished > time) {
      spend(state, index, time, Math.min(deadline, vanished - 1), false);
    }
  }

  private long fadesUntil(int holder) {
    return holder == LASTING ? Steps.NEVER : steps.get(holder).fadesUntil();
  }

  /** The first time at which what the register holds may be gone by itself. */
  private long vanishes(State state) {
    long lost = steps.losses().next(state.cost.now);
    return state.place.holder == LASTING
        ? lost
        : Math.min(lost, Math.max(state.cost.now, steps.get(state.place.holder).fadesFrom()));
  }

  /** Lets a spare make the key be there or not, and a step follow at once. */
  private void spend(State state, int index, long time, long deadline, boolean present) {
    List<Spare> spares = steps.spares();
    List<Spare> best = new ArrayList<>();
    for (int i = state.cost.spent.nextClearBit(0);
        i < spares.size();
        i = state.cost.spent.nextClearBit(i + 1)) {
      Spare spare = spares.get(i);
      if (spare.from(present) <= deadline && !isWorse(spare, best, time, present)) {
        best.add(spare);
        BitSet spent = (BitSet) state.cost.spent.clone();
        spent.set(i);
        State paid = new State(state.place, new Cost(spent, state.cost.now));
        dear.add(placed(paid, index, ABSENT, Math.max(time, spare.from(present))));
      }
    }
  }

  private static boolean isWorse(Spare spare, List<Spare> best, long time, boolean present) {
    long from = Math.max(time, spare.from(present));
    for (Spare other : best) {
      if (Math.max(time, other.from(present)) <= from
          && spare.from(!present) <= Math.max(from, other.from(!present))) {
        return true;
      }
    }
    return false;
  }

  private State placed(State state, int index, int holder, long now) {
    Place from = state.place;
    BitSet placed = (BitSet) from.placed.clone();
    placed.set(index - from.first);
    int done = placed.nextClearBit(0);
    BitSet rest = done == 0 ? placed : placed.get(done, Math.max(done, placed.length()));
    return new State(new Place(from.first + done, rest, holder), new Cost(state.cost.spent, now));
  }
}
