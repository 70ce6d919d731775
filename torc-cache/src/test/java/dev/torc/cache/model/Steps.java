package dev.torc.cache.model;

import dev.torc.cache.coordination.Event;
import dev.torc.cache.coordination.Protocol;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers the steps, and remembers what {@link Protocol#next} has said. */
final class Steps {
  /** The gateways by number. */
  static final List<String> NAMES = List.of("g1", "g2");

  private final Protocol protocol;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Step, Integer> numbers = new HashMap<>();
  private final List<Map<Event, Integer>> nexts = new ArrayList<>();

  Steps(Set<Safeguard> safeguards) {
    protocol = new Protocol(NAMES, false, safeguards);
  }

  int first() {
    return number(protocol.first());
  }

  Step step(int number) {
    return steps.get(number);
  }

  int next(int number, Event event) {
    return nexts
        .get(number)
        .computeIfAbsent(event, e -> number(protocol.next(steps.get(number), e)));
  }

  /** The step after a copier has said that it finished the hold of the moment. */
  int finished(int number) {
    int holds = steps.get(number) instanceof Step.Finish finish ? finish.holds() : 0;
    return next(number, new Event.Finished(holds));
  }

  /** Whether the step waits for a gateway. */
  boolean waitsFor(int number, int gate) {
    return steps.get(number).waiting().contains(NAMES.get(gate));
  }

  /** The step with the names of the gateways exchanged. */
  int exchanged(int number) {
    Step step = steps.get(number);
    if (step.waiting().size() != 1) {
      return number;
    }
    List<String> other =
        step.waiting().equals(NAMES.subList(0, 1)) ? List.of(NAMES.get(1)) : List.of(NAMES.get(0));
    if (step instanceof Step.Track) {
      return number(new Step.Track(other));
    }
    if (step instanceof Step.Hold hold) {
      return number(new Step.Hold(other, hold.holds()));
    }
    return number(new Step.Release(other, ((Step.Release) step).reason()));
  }

  private int number(Step step) {
    Integer known = numbers.get(step);
    if (known != null) {
      return known;
    }
    numbers.put(step, steps.size());
    steps.add(step);
    nexts.add(new HashMap<>());
    return steps.size() - 1;
  }
}
