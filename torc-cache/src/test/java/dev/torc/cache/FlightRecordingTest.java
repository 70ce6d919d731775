package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording tells of changes and nodes. */
final class FlightRecordingTest {
  private static final int KEYS = 2000;

  @TempDir private Path folder;
  private final Shards shards = new Shards();
  private final Recording recording = new Recording();

  /** The events are recorded whatever the settings say of those of the JDK. */
  @BeforeEach
  void start() {
    recording.start();
  }

  @AfterEach
  void close() {
    recording.close();
    shards.close();
  }

  private void open() {
    shards.redis();
    shards.redis();
    shards.open();
    shards.fill(KEYS, "v");
    shards.redis();
  }

  /** The events up to now, by the time when they ended. */
  private List<RecordedEvent> events(String type) {
    try {
      Path file = folder.resolve("recording.jfr");
      Files.deleteIfExists(file);
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("dev.torc." + type))
          .sorted(Comparator.comparing(RecordedEvent::getEndTime))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Of changes that are over: who asks for one that is over already may be faster than its event.
   */
  private List<RecordedEvent> changeEvents(int count) {
    Waiting.until(() -> events("RingChange").size() >= count);
    return events("RingChange");
  }

  private static List<String> steps(List<RecordedEvent> events, Pair move) {
    return events.stream()
        .filter(event -> pair(event).equals(move))
        .map(event -> event.getString("step"))
        .toList();
  }

  private static Pair pair(RecordedEvent event) {
    return new Pair(event.getInt("from"), event.getInt("to"));
  }

  @Test
  void aChangeHasItsFigures() {
    open();
    Change change = shards.committed(ChangeRequest.add(shards.member(), 1));
    List<RecordedEvent> changes = changeEvents(1);
    assertThat(changes).hasSize(1);
    RecordedEvent event = changes.get(0);
    assertThat(event.getEventType().getCategoryNames()).containsExactly("Torc");
    assertThat(event.getLong("id")).isEqualTo(change.id());
    assertThat(event.getString("description")).isEqualTo(change.request().description());
    assertThat(event.getString("origin")).isEqualTo("command");
    assertThat(event.getString("outcome")).isEqualTo("committed");
    assertThat(event.getString("reason")).isNull();
    Move.Progress progress = change.progress();
    assertThat(event.getLong("keysMoved")).isEqualTo(progress.moved()).isPositive();
    assertThat(event.getLong("keysCopied")).isEqualTo(progress.keys()).isPositive();
    assertThat(event.getLong("bytes")).isEqualTo(progress.bytes()).isPositive();
    assertThat(event.getInt("holds")).isEqualTo(progress.holds()).isGreaterThanOrEqualTo(2);
    assertThat(event.getDuration("longestHold")).isEqualTo(Duration.ofNanos(progress.heldNanos()));
    assertThat(event.getDouble("share")).isEqualTo(change.movedShare()).isBetween(0.2, 0.5);
    assertThat(event.getLong("epoch")).isEqualTo(3);
    // From its begin, so that all that was done for it lies within.
    events("MoveStep")
        .forEach(step ->
            assertThat(step.getEndTime()).isBetween(event.getStartTime(), event.getEndTime()));
    assertThat(event.getDuration()).isPositive();
  }

  @Test
  void aMoveGoesThroughItsSteps() {
    open();
    Change change = shards.committed(ChangeRequest.add(shards.member(), 1));
    assertThat(changeEvents(1)).hasSize(1);
    List<RecordedEvent> events = events("MoveStep");
    assertThat(events).allMatch(event -> event.getLong("change") == change.id());
    for (int from = 0; from < 2; from++) {
      Pair move = new Pair(from, 2);
      assertThat(steps(events, move))
          .startsWith("purge", "ready", "track", "copy", "catch-up", "hold")
          .endsWith("hold", "finish", "clean", "done");
    }
    List<Long> epochs =
        events.stream()
            .filter(event -> event.getString("step").equals("clean"))
            .map(event -> event.getLong("epoch"))
            .toList();
    assertThat(epochs).containsExactly(2L, 3L);
  }

  @Test
  void eachHoldIsAsLongAsOperationsWait() {
    open();
    long id = shards.committed(ChangeRequest.add(shards.member(), 1)).id();
    // The last one ends when the gateway has adopted the commit, which may be later.
    Waiting.until(
        () -> events("Hold").stream().filter(event -> event.getBoolean("committed")).count() == 2);
    List<RecordedEvent> holds = events("Hold");
    assertThat(holds).allMatch(event -> event.getLong("change") == id);
    assertThat(holds.stream().map(FlightRecordingTest::pair).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(new Pair(0, 2), new Pair(1, 2));
    assertThat(holds).allMatch(event -> event.getDuration().compareTo(Duration.ZERO) > 0);
    for (RecordedEvent step : events("MoveStep")) {
      if (step.getString("step").equals("clean")) {
        // It began before the commit that it ended with.
        assertThat(holds)
            .anyMatch(hold ->
                hold.getBoolean("committed")
                    && pair(hold).equals(pair(step))
                    && hold.getStartTime().isBefore(step.getEndTime()));
      }
    }
  }

  @Test
  void aChangeThatIsCancelledSaysSo() {
    open();
    Resharding resharding = shards.cache().resharding();
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Copy.class, 1),
            () -> resharding.cancel(shards.state().nextChange() - 1));
    Change change = shards.made(ChangeRequest.add(shards.member(), 1));
    RecordedEvent event = changeEvents(1).get(0);
    assertThat(event.getLong("id")).isEqualTo(change.id());
    assertThat(event.getString("outcome")).isEqualTo("cancelled");
    assertThat(event.getString("reason")).isEqualTo("cancelled");
    assertThat(event.getLong("keysMoved")).isZero();
    assertThat(event.getLong("epoch")).isZero();
    List<RecordedEvent> steps = events("MoveStep");
    assertThat(steps(steps, new Pair(0, 2))).endsWith("release", "undo", "aborted");
    assertThat(events("Hold")).isEmpty();
  }

  @Test
  void aChangeThatWaitsInVainHasNoDuration() {
    open();
    Resharding resharding = shards.cache().resharding();
    ChangeRequest add = ChangeRequest.add(shards.member(), 1);
    long[] waiting = new long[1];
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Copy.class, 1),
            () -> {
              waiting[0] = resharding.submit(ChangeRequest.points(50)).id();
              resharding.cancel(waiting[0]);
            });
    shards.committed(add);
    List<RecordedEvent> events = changeEvents(2);
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getLong("id")).isEqualTo(waiting[0]);
    assertThat(events.get(0).getString("outcome")).isEqualTo("cancelled");
    assertThat(events.get(0).getDuration()).isZero();
    assertThat(events.get(1).getString("outcome")).isEqualTo("committed");
    assertThat(events.get(1).getDuration()).isPositive();
  }

  @Test
  void aNodesStateIsRecordedWhenItChanges() {
    CacheNode node =
        new CacheNode(3, "n", InetSocketAddress.createUnresolved("127.0.0.1", 7003), 1);
    NodeInfo info = new NodeInfo("first", "7.0.0", 5, 0, 0, 0, 1);
    NodeStatus unknown = NodeStatus.unknown(node);
    NodeStatus up = unknown.answered(info);
    NodeStatus suspect = up.failed(ObserverSettings.DEFAULTS);
    NodeStatus anew = up.answered(new NodeInfo("second", "7.0.0", 0, 0, 0, 0, 1));
    NodeStateEvent.record(unknown, up, null);
    NodeStateEvent.record(up, up.answered(info), null);
    NodeStateEvent.record(up, suspect, "no answer");
    NodeStateEvent.record(suspect, suspect.failed(ObserverSettings.DEFAULTS), "no answer");
    NodeStateEvent.record(up, anew, null);
    List<RecordedEvent> events = events("NodeState");
    assertThat(events)
        .extracting(
            event -> event.getString("from"),
            event -> event.getString("to"),
            event -> event.getString("why"))
        .containsExactly(
            tuple("suspect", "up", "answered"),
            tuple("up", "suspect", "no answer"),
            tuple("up", "up", "started anew"));
    assertThat(events).allMatch(event -> event.getInt("node") == 3);
    assertThat(events).allMatch(event -> event.getString("address").equals("127.0.0.1:7003"));
  }
}
