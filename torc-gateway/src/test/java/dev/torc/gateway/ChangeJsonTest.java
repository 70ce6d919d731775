package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.Resharding.Pace;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.Change.Status;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Origin;
import dev.torc.cache.coordination.Step;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a change is written. */
final class ChangeJsonTest {
  private static final Pace COUNTED = new Pace(400, 50);

  private static Change change(Status status, @Nullable String reason, Step... steps) {
    List<Move> moves =
        IntStream.range(0, steps.length)
            .mapToObj(i ->
                new Move(
                    i,
                    9,
                    0.125,
                    false,
                    steps[i],
                    new Move.Progress(100, 1000, 90, 2, i, 1_500_000L * i)))
            .toList();
    return new Change(
        3,
        ChangeRequest.points(200),
        Origin.FILE,
        status,
        reason,
        false,
        new Change.Times(10, status == Status.QUEUED ? null : 20L, status.isOver() ? 30L : null),
        7,
        0.25,
        Move.Progress.NONE,
        moves,
        null);
  }

  private static String json(Change change, Pace pace) {
    FullHttpResponse response =
        JsonResponse.of(HttpResponseStatus.OK, json -> ChangeJson.write(json, change, pace));
    return response.content().toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesARunningChangeToTheLetter() {
    assertThat(json(change(Status.RUNNING, null, new Step.Done(), new Step.Copy()), COUNTED))
        .isEqualTo(
            "{\"id\":3,\"description\":\"vnodes to 200\",\"origin\":\"file\","
                + "\"state\":\"running\",\"step\":\"copy\",\"reverting\":false,\"reason\":null,\"submittedMillis\":10,"
                + "\"startedMillis\":20,\"finishedMillis\":null,\"epoch\":7,\"movedShare\":0.25,"
                + "\"progress\":{\"keys\":200,\"expectedKeys\":400,\"bytes\":2000,"
                + "\"keysPerSecond\":50.0,\"remainingSeconds\":4.0,\"moved\":180},"
                + "\"moves\":[{\"from\":0,\"to\":9,\"share\":0.125,\"step\":\"done\",\"keys\":100,"
                + "\"bytes\":1000,\"rounds\":2,\"holdMillis\":null,\"holds\":0},"
                + "{\"from\":1,\"to\":9,\"share\":0.125,\"step\":\"copy\",\"keys\":100,"
                + "\"bytes\":1000,\"rounds\":2,\"holdMillis\":1.5,\"holds\":1}]}");
  }

  @Test
  void saysNothingOfTheTimeThatIsLeftIfItIsNotKnown() {
    Change running = change(Status.RUNNING, null, new Step.Copy());
    assertThat(json(running, new Pace(0, 50))).contains("\"remainingSeconds\":null");
    assertThat(json(running, new Pace(400, 0))).contains("\"remainingSeconds\":null");
    assertThat(json(running, new Pace(50, 10))).contains("\"remainingSeconds\":0.0");
  }

  @Test
  void aChangeThatIsOverHasNoPaceOfItsOwn() {
    assertThat(json(change(Status.FAILED, "why", new Step.Aborted("why")), COUNTED))
        .contains("\"state\":\"failed\",\"step\":\"done\",\"reverting\":false,\"reason\":\"why\"")
        .contains("\"finishedMillis\":30")
        .contains("\"keys\":100,\"expectedKeys\":100,")
        .contains("\"keysPerSecond\":0.0,\"remainingSeconds\":null");
  }

  @Test
  void aChangeThatGoesBackRuns() {
    assertThat(json(change(Status.REVERTING, "cancelled", new Step.Hold(List.of(), 1)), COUNTED))
        .contains("\"state\":\"running\",\"step\":\"hold\",\"reverting\":true");
  }

  static Stream<Arguments> steps() {
    List<String> nobody = List.of();
    return Stream.of(
        Arguments.of("waiting", new Step[] {new Step.Ready()}),
        Arguments.of("purge", new Step[] {new Step.Purge()}),
        Arguments.of("track", new Step[] {new Step.Ready(), new Step.Track(nobody)}),
        Arguments.of("copy", new Step[] {new Step.Done(), new Step.Copy(), new Step.Ready()}),
        Arguments.of("catch-up", new Step[] {new Step.CatchUp(0, true), new Step.Copy()}),
        Arguments.of("finish", new Step[] {new Step.Done(), new Step.Finish(1, true)}),
        Arguments.of("clean", new Step[] {new Step.Clean(), new Step.Ready()}),
        Arguments.of("release", new Step[] {new Step.Release(nobody, "r"), new Step.Undo("r")}),
        Arguments.of("undo", new Step[] {new Step.Aborted("r"), new Step.Undo("r")}),
        Arguments.of("done", new Step[] {new Step.Done(), new Step.Aborted("r")}));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void itsStepIsThatOfTheFirstMoveThatIsMade(String word, Step[] steps) {
    assertThat(json(change(Status.RUNNING, null, steps), COUNTED))
        .contains("\"state\":\"running\",\"step\":\"" + word + "\"");
  }

  @Test
  void itIsCheckedUntilItsKeysAreCounted() {
    assertThat(json(change(Status.RUNNING, null, new Step.Purge()), Pace.NONE))
        .contains("\"step\":\"checking\"");
    assertThat(json(change(Status.QUEUED, null), COUNTED))
        .contains("\"state\":\"queued\",\"step\":\"waiting\"")
        .contains("\"startedMillis\":null");
  }
}
