package dev.torc.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.torc.cli.admin.AdminException.Kind;
import dev.torc.cli.admin.ScriptedGateway.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to a gateway, and what becomes of each kind of answer. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls start.
final class AdminClientTest {
  private static final String SECRET = "s3cret";

  private ScriptedGateway gateway;
  private AdminClient client;

  @BeforeEach
  void start() throws IOException {
    gateway = new ScriptedGateway();
    client = client(gateway.url(), AdminClient.USUAL_TIMEOUT);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private static AdminClient client(String url, Duration timeout) {
    return new AdminClient(new AdminTarget(url, SECRET), timeout);
  }

  private static AdminException failure(ThrowingCallable question) {
    AdminException failure = catchThrowableOfType(AdminException.class, question);
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain(SECRET);
    return failure;
  }

  @Test
  void readsWhatItKnowsAndKeepsTheRest() throws Exception {
    gateway.answer(200, new ChangeJson().toString());
    Reply<Change> reply = client.change(3);
    Change change = reply.value();
    assertThat(change.state()).isEqualTo(Change.State.RUNNING);
    assertThat(change.took()).isEmpty();
    assertThat(change.longestHoldMillis()).hasValue(7.25);
    assertThat(change.progress().remainingSeconds()).isEqualTo(0.3);
    assertThat(change.moves()).extracting(Change.Move::from).containsExactly(0, 1, 2);
    assertThat(reply.json()).hasToString(new ChangeJson().toString());
    assertThat(gateway.asked())
        .containsExactly(new Asked("GET", "/changes/3", "Bearer " + SECRET, ""));
  }

  @Test
  void oneThatWasCancelledInTheQueueTookNoTime() {
    Change change = ChangeJson.ended("cancelled", null).with("startedMillis", null).change();
    assertThat(change.took()).contains(Duration.ZERO);
    assertThat(ChangeJson.committed().change().took()).contains(Duration.ofMillis(1245));
  }

  @ParameterizedTest
  @CsvSource({"400, WRONG", "404, WRONG", "409, REFUSED", "413, REFUSED", "500, REFUSED"})
  void aRefusalIsToldInTheGatewaysWords(int status, Kind kind) {
    gateway.problem(status, "weight: -1 (expected: 0 or more)");
    AdminException failure = failure(client::nodes);
    assertThat(failure).hasMessage("weight: -1 (expected: 0 or more)");
    assertThat(failure.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void oneThatStartsOrStopsIsAway(int status) {
    gateway.problem(status, "it starts");
    AdminException failure = failure(client::nodes);
    assertThat(failure).hasMessage(gateway.url() + ": it starts");
    assertThat(failure.kind()).isEqualTo(Kind.AWAY);
  }

  @Test
  void aTokenIsWantedOrRefused() {
    gateway.problem(401, "no").problem(401, "no");
    AdminException refused = failure(client::nodes);
    assertThat(refused)
        .hasMessage(
            gateway.url()
                + ": refuses the token (expected: the one that admin.token in the gateway's file"
                + " says)");
    assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
    try (AdminClient anonymous =
        new AdminClient(new AdminTarget(gateway.url(), null), AdminClient.USUAL_TIMEOUT)) {
      assertThat(failure(anonymous::nodes))
          .hasMessageStartingWith(gateway.url() + ": wants a token (expected: ");
    }
    assertThat(gateway.asked().get(1).token()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "[]", "{}", "{\"epoch\":1,\"vnodes\":1}", "null"})
  void whatIsNoAnswerOfAGatewayIsToldSo(String body) {
    gateway.answer(200, body);
    AdminException failure = failure(client::nodes);
    assertThat(failure)
        .hasMessageStartingWith(gateway.url() + "/nodes: unreadable: ")
        .hasMessageEndingWith(" (expected: the answer of a gateway's admin listener)");
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "origin", "state", "step", "progress", "moves"})
  void aChangeIsWhole(String field) {
    gateway.answer(200, new ChangeJson().with(field, null).toString());
    assertThat(failure(() -> client.change(3))).hasMessageContaining(field + ": missing");
  }

  @Test
  void aRefusalOfSomethingElseIsToldByItsStatus() {
    gateway.answer(404, "<html>").answer(500, "{\"detail\":7}");
    assertThat(failure(client::nodes))
        .hasMessage(
            gateway.url()
                + "/nodes: status 404 (expected: the answer of a gateway's admin listener)");
    assertThat(failure(client::changes)).hasMessageContaining("/changes: status 500 ");
  }

  @Test
  void nobodyListens() throws IOException {
    String url;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + free.getLocalPort();
    }
    try (AdminClient nowhere = client(url, AdminClient.USUAL_TIMEOUT)) {
      for (AdminException failure :
          List.of(failure(nowhere::nodes), failure(() -> nowhere.cancel(1)))) {
        assertThat(failure)
            .hasMessage(
                url + ": cannot connect (expected: the admin listener of a running gateway)");
        assertThat(failure.kind()).isEqualTo(Kind.AWAY);
      }
    }
  }

  @Test
  void aLostAnswerLeavesOpenWhetherTheGatewayDoesIt() {
    gateway.setAway(true);
    String open = "; whether the gateway does it is not known (its changes say)";
    assertThat(failure(() -> client.submit(ChangeRequest.vnodes(8))))
        .hasMessageStartingWith(gateway.url() + ": ")
        .hasMessageEndingWith(open);
    assertThat(failure(() -> client.cancel(1))).hasMessageEndingWith(open);
    AdminException reading = failure(client::changes);
    assertThat(reading.getMessage()).doesNotContain(open);
    assertThat(reading.kind()).isEqualTo(Kind.AWAY);
  }

  @Test
  void anAnswerThatDoesNotComeIsAFailure() {
    gateway.fallSilent();
    try (AdminClient hasty = client(gateway.url(), Duration.ofMillis(50))) {
      AdminException failure = failure(hasty::nodes);
      assertThat(failure).hasMessage(gateway.url() + ": no answer within 50ms");
      assertThat(failure.kind()).isEqualTo(Kind.AWAY);
    }
  }

  @Test
  void aPathMayStandBeforeAndASlashAtTheEnd() throws Exception {
    gateway.answer(200, "{\"changes\":[]}");
    try (AdminClient below = client(gateway.url() + "/torc/", AdminClient.USUAL_TIMEOUT)) {
      assertThat(below.changes().value().changes()).isEmpty();
    }
    assertThat(gateway.asked().get(0).path()).isEqualTo("/torc/changes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost:8001", "ftp://a/", "http://a/?b", "http://a:b@c/", "http://a/#f"})
  void refusesWhatIsNoAddress(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminTarget(url, null))
        .withMessageMatching("admin: \".*\" \\(expected: http://HOST:PORT or https://HOST:PORT\\)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3 cret", "s3cret\n", "s3crét"})
  void refusesWhatIsNoTokenWithoutShowingIt(String token) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminTarget("http://a", token))
        .withMessage(
            "token: not shown (expected: visible ASCII without spaces, at least one character)");
  }

  @Test
  void aTargetDoesNotShowItsToken() {
    assertThat(new AdminTarget("https://a:1/", SECRET)).hasToString("https://a:1");
  }
}
