package dev.torc.cache.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Safeguard;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores every order in which things can happen to a key that moves, by the very function that
 * makes the moves: {@link dev.torc.cache.coordination.Protocol#next}.
 *
 * <p>One key, source S and destination D, two gateways with one operation each and one more that
 * they lost sight of, a copier that may be replaced at any time, and moves after one another: again
 * after one that was given up, back after one that was made. Reads, writes and deletes without a
 * limit: values have no meaning, so that the worlds are finite all the same. Nodes do not die and
 * keys do not expire here; moves of a lost source are left out.
 *
 * <table>
 * <caption>What stands for what</caption>
 * <tr><th>here</th><th>gateway, executor and coordinator</th></tr>
 * <tr><td>READ, SET, DELETE</td><td>a lane dispatches an operation by the phase of its view. One
 *   that is held back begins when it is dispatched: its client saw it begin earlier, which allows
 *   more and never less</td></tr>
 * <tr><td>RUN</td><td>the command runs on the node and is answered. An answer that takes longer
 *   allows more</td></tr>
 * <tr><td>recorded</td><td>{@code MULTI, SADD dirty key, write, EXEC}</td></tr>
 * <tr><td>BREAK, RUN_STRAY</td><td>a connection breaks, and the command runs later. The client got
 *   an error</td></tr>
 * <tr><td>HEAR</td><td>the coordinator's watch tells the gateway, at any time later, or a barred
 *   gateway reads the state</td></tr>
 * <tr><td>ACKNOWLEDGE</td><td>the lanes have switched, what the phase does not allow has ended (the
 *   marker), and the gateway's older connections were killed on S. It tells the coordinator, which
 *   hears of it later: ACKNOWLEDGED</td></tr>
 * <tr><td>FENCE</td><td>a gateway that does not answer: its connections are killed on both nodes and
 *   it gets no other before it has read the state; then {@code Fenced}. Until then a gateway that
 *   is cut off from the coordinator works on with its old view</td></tr>
 * <tr><td>RESTART</td><td>a gateway is started, kills the connections of its former life, then
 *   {@code Resumed}</td></tr>
 * <tr><td>COPY in Purge, Undo, Clean</td><td>the keys are deleted, then the report</td></tr>
 * <tr><td>COPY in Ready</td><td>the dirty set is made anew, <i>before</i> {@code Begun}</td></tr>
 * <tr><td>COPY in Copy</td><td>{@code DUMP} by the scan, then {@code RESTORE}; a key that is not
 *   there is not met</td></tr>
 * <tr><td>COPY in CatchUp, Finish</td><td>{@code RENAME} to the set of the round, which must not
 *   replace one that is left over; {@code DUMP}, {@code RESTORE} or {@code DEL}; then the round's
 *   set is deleted. Finished: a look at the set that found nothing, then the report</td></tr>
 * <tr><td>REPLACE</td><td>another executor takes over: kills the copy connections on both nodes,
 *   then {@code Resumed}. What the former reports later is refused</td></tr>
 * <tr><td>EXPIRE, CANCEL</td><td>the deadline of a hold; a cancel, a failure of any kind</td></tr>
 * <tr><td>AGAIN</td><td>the next change of the same keys. What is said about an earlier change is
 *   refused</td></tr>
 * </table>
 */
final class ReshardingModelTest {
  private static final int LIMIT = 20_000_000;

  @Test
  void noOrderOfThingsGivesAWrongAnswer() {
    assertSafe(Setting.safe(2, false), 1_000_000);
  }

  @Test
  void noHistoryWithoutAccidentsIsWrong() {
    assertSafe(Setting.safe(0, true), 50_000);
  }

  /** Takes minutes and 1 GB. */
  @Test
  @EnabledIfSystemProperty(named = "torc.model", matches = "full")
  void noNumberOfAccidentsGivesAWrongAnswer() {
    assertSafe(Setting.safe(Setting.UNLIMITED, false), 5_000_000);
    assertSafe(Setting.safe(1, true), 3_000_000);
  }

  private static void assertSafe(Setting setting, int atLeast) {
    Exploration exploration = new Exploration(new Rules(setting)).run(LIMIT);
    assertThat(exploration.trace().toString()).as("wrong answer").isEmpty();
    assertThat(exploration.stuck().toString()).as("no way to an end").isEmpty();
    assertThat(exploration.states()).isGreaterThan(atLeast);
  }

  static Stream<Setting> lapses() {
    return Stream.of(
        Setting.without(Safeguard.PURGE),
        Setting.without(Safeguard.TRACKING),
        Setting.without(Safeguard.BARRIER),
        Setting.without(Safeguard.HOLD),
        Setting.without(Safeguard.DRAIN),
        Setting.without(Safeguard.COPIER_FENCE, Action.REPLACE),
        Setting.without(Safeguard.GATEWAY_FENCE, Action.FENCE),
        Setting.without(Safeguard.GATEWAY_FENCE, Action.BREAK),
        Setting.with(Hazard.ACKNOWLEDGEMENT_OF_ANOTHER_CHANGE, 2, Action.FENCE, Action.CANCEL),
        Setting.with(Hazard.REPORT_OF_A_FORMER_COPIER, 1, Action.REPLACE));
  }

  @ParameterizedTest
  @MethodSource("lapses")
  void withoutOneSafeguardAClientGetsAWrongAnswer(Setting setting) {
    Exploration exploration = new Exploration(new Rules(setting)).run(LIMIT);
    Trace trace = exploration.trace();
    assertThat(exploration.isWrong()).isTrue();
    assertThat(trace.endsWithARead()).as(trace.toString()).isTrue();
  }
}
