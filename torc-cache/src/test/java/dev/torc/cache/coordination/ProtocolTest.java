package dev.torc.cache.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Event.Acknowledged;
import dev.torc.cache.coordination.Event.Begun;
import dev.torc.cache.coordination.Event.CaughtUp;
import dev.torc.cache.coordination.Event.Cleaned;
import dev.torc.cache.coordination.Event.Copied;
import dev.torc.cache.coordination.Event.Failed;
import dev.torc.cache.coordination.Event.Fenced;
import dev.torc.cache.coordination.Event.Finished;
import dev.torc.cache.coordination.Event.GivenUp;
import dev.torc.cache.coordination.Event.HoldExpired;
import dev.torc.cache.coordination.Event.Outrun;
import dev.torc.cache.coordination.Event.Purged;
import dev.torc.cache.coordination.Event.Resumed;
import dev.torc.cache.coordination.Event.Undone;
import dev.torc.cache.coordination.Step.Aborted;
import dev.torc.cache.coordination.Step.CatchUp;
import dev.torc.cache.coordination.Step.Clean;
import dev.torc.cache.coordination.Step.Copy;
import dev.torc.cache.coordination.Step.Done;
import dev.torc.cache.coordination.Step.Finish;
import dev.torc.cache.coordination.Step.Hold;
import dev.torc.cache.coordination.Step.Purge;
import dev.torc.cache.coordination.Step.Ready;
import dev.torc.cache.coordination.Step.Release;
import dev.torc.cache.coordination.Step.Track;
import dev.torc.cache.coordination.Step.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every step with every event: what leads on, and that all else is ignored. */
final class ProtocolTest {
  private static final List<String> BOTH = List.of("a", "b");
  private static final List<String> ONE = List.of("a");
  private static final Protocol PROTOCOL = Protocol.of(BOTH);

  /** What leads somewhere else. */
  private record Lead(Step from, Event event, Step to) {}

  private static final List<Step> STEPS =
      List.of(
          new Purge(),
          new Ready(),
          new Track(BOTH),
          new Track(ONE),
          new Copy(),
          new CatchUp(0, false),
          new CatchUp(1, true),
          new Hold(BOTH, 2),
          new Hold(ONE, 2),
          new Finish(2, true),
          new Clean(),
          new Done(),
          new Release(BOTH, "r"),
          new Release(ONE, "r"),
          new Undo("r"),
          new Aborted("r"));

  private static final List<Lead> LEADS =
      List.of(
          new Lead(new Purge(), new Purged(), new Ready()),
          new Lead(new Ready(), new Begun(), new Track(BOTH)),
          new Lead(new Track(BOTH), acknowledged("b", Phase.TRACKED, 0), new Track(ONE)),
          new Lead(new Track(BOTH), acknowledged("a", Phase.TRACKED, 0), new Track(List.of("b"))),
          new Lead(new Track(BOTH), new Fenced("a"), new Track(List.of("b"))),
          new Lead(new Track(BOTH), new Fenced("b"), new Track(ONE)),
          new Lead(new Track(ONE), acknowledged("a", Phase.TRACKED, 0), new Copy()),
          new Lead(new Track(ONE), new Fenced("a"), new Copy()),
          new Lead(new Track(ONE), new Resumed(), new Track(BOTH)),
          new Lead(new Copy(), new Copied(), new CatchUp(0, false)),
          new Lead(new CatchUp(0, false), new CaughtUp(), new Hold(BOTH, 1)),
          new Lead(new CatchUp(0, false), new Outrun(), new CatchUp(0, true)),
          new Lead(new CatchUp(1, true), new CaughtUp(), new Hold(BOTH, 2)),
          new Lead(new Hold(BOTH, 2), acknowledged("b", Phase.HELD, 2), new Hold(ONE, 2)),
          new Lead(new Hold(BOTH, 2), acknowledged("a", Phase.HELD, 2), new Hold(List.of("b"), 2)),
          new Lead(new Hold(BOTH, 2), new Fenced("a"), new Hold(List.of("b"), 2)),
          new Lead(new Hold(BOTH, 2), new Fenced("b"), new Hold(ONE, 2)),
          new Lead(new Hold(BOTH, 2), new HoldExpired(), new CatchUp(2, false)),
          new Lead(new Hold(BOTH, 2), new Resumed(), new CatchUp(2, false)),
          new Lead(new Hold(ONE, 2), acknowledged("a", Phase.HELD, 2), new Finish(2, true)),
          new Lead(new Hold(ONE, 2), new Fenced("a"), new Finish(2, true)),
          new Lead(new Hold(ONE, 2), new HoldExpired(), new CatchUp(2, false)),
          new Lead(new Hold(ONE, 2), new Resumed(), new CatchUp(2, false)),
          new Lead(new Finish(2, true), new Finished(2), new Clean()),
          new Lead(new Finish(2, true), new HoldExpired(), new CatchUp(2, false)),
          new Lead(new Finish(2, true), new Resumed(), new CatchUp(2, false)),
          new Lead(new Clean(), new Cleaned(), new Done()),
          new Lead(
              new Release(BOTH, "r"), acknowledged("b", Phase.DIRECT, 0), new Release(ONE, "r")),
          new Lead(
              new Release(BOTH, "r"),
              acknowledged("a", Phase.DIRECT, 0),
              new Release(List.of("b"), "r")),
          new Lead(new Release(BOTH, "r"), new Fenced("a"), new Release(List.of("b"), "r")),
          new Lead(new Release(BOTH, "r"), new Fenced("b"), new Release(ONE, "r")),
          new Lead(new Release(ONE, "r"), acknowledged("a", Phase.DIRECT, 0), new Undo("r")),
          new Lead(new Release(ONE, "r"), new Fenced("a"), new Undo("r")),
          new Lead(new Release(ONE, "r"), new Resumed(), new Release(BOTH, "r")),
          new Lead(new Undo("r"), new Undone(), new Aborted("r")));

  private static Event acknowledged(String gateway, Phase phase, int holds) {
    return new Acknowledged(gateway, phase, holds);
  }

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    events.addAll(
        List.of(
            new Purged(),
            new Begun(),
            new GivenUp(),
            new Copied(),
            new CaughtUp(),
            new Outrun(),
            new HoldExpired(),
            new Finished(2),
            new Cleaned(),
            new Undone(),
            new Resumed()));
    for (String gateway : List.of("a", "b", "stranger")) {
      events.add(new Fenced(gateway));
      for (Phase phase : Phase.values()) {
        for (int holds = 0; holds < 4; holds++) {
          events.add(acknowledged(gateway, phase, holds));
        }
      }
    }
    return events;
  }

  @Test
  void whatIsListedLeadsOnAndNothingElse() {
    for (Step step : STEPS) {
      for (Event event : events()) {
        Step expected = leadOf(step, event);
        assertThat(PROTOCOL.next(step, event)).as("%s, %s", step, event).isEqualTo(expected);
      }
    }
  }

  private static Step leadOf(Step step, Event event) {
    return LEADS.stream()
        .filter(lead -> lead.from().equals(step) && lead.event().equals(event))
        .findFirst()
        .map(Lead::to)
        .orElse(step);
  }

  @Test
  void aFailureIsGivenUpUntilTheMoveIsDecided() {
    for (Step step : STEPS) {
      boolean decided =
          step instanceof Clean
              || step instanceof Done
              || step instanceof Release
              || step instanceof Undo
              || step instanceof Aborted;
      Step expected = decided ? step : new Release(BOTH, "why");
      assertThat(PROTOCOL.next(step, new Failed("why"))).as("%s", step).isEqualTo(expected);
    }
  }

  @Test
  void aMoveOfALostSourceIsHeldWithoutACopy() {
    Protocol lost = new Protocol(BOTH, true, Safeguard.all());
    assertThat(lost.next(new Ready(), new Begun())).isEqualTo(new Ready());
    assertThat(lost.next(new Ready(), new GivenUp())).isEqualTo(new Hold(BOTH, 1));
    for (Event event : List.of(new HoldExpired(), new Resumed())) {
      assertThat(lost.next(new Hold(ONE, 1), event)).isEqualTo(new Ready());
      assertThat(lost.next(new Finish(1, true), event)).isEqualTo(new Ready());
    }
  }

  @Test
  void onlyTheDestinationsStepsAreCommitted() {
    assertThat(STEPS.stream().filter(Step::isCommitted)).containsExactly(new Clean(), new Done());
    assertThat(STEPS.stream().filter(Step::isOver)).containsExactly(new Done(), new Aborted("r"));
  }

  @Test
  void aSafeguardThatIsTakenAwayIsMissing() {
    assertThat(without(Safeguard.PURGE).first()).isEqualTo(new Ready());
    assertThat(PROTOCOL.first()).isEqualTo(new Purge());
    assertThat(without(Safeguard.BARRIER).next(new Ready(), new Begun())).isEqualTo(new Copy());
    assertThat(without(Safeguard.HOLD).next(new CatchUp(0, false), new CaughtUp()))
        .isEqualTo(new Finish(0, false));
  }

  private static Protocol without(Safeguard safeguard) {
    Set<Safeguard> others = Safeguard.all();
    others.remove(safeguard);
    return new Protocol(BOTH, false, others);
  }

  @Test
  void everyStepTellsGatewaysWhatToDo() {
    assertThat(Stream.of(new Track(ONE), new Copy(), new CatchUp(0, false)).map(Step::phase))
        .containsOnly(Phase.TRACKED);
    assertThat(new CatchUp(0, true).phase()).isEqualTo(Phase.SLOWED);
    assertThat(Stream.of(new Hold(ONE, 1), new Finish(1, true)).map(Step::phase))
        .containsOnly(Phase.HELD);
    assertThat(new Finish(0, false).phase()).isEqualTo(Phase.TRACKED);
    assertThat(
            Stream.of(new Purge(), new Ready(), new Release(ONE, "r"), new Undo("r"))
                .map(Step::phase))
        .containsOnly(Phase.DIRECT);
  }
}
