package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Dns;
import dev.torc.gateway.NodesConfig.Dns.RecordType;
import dev.torc.gateway.NodesConfig.StaticNode;
import dev.torc.testkit.LoopbackDns;
import dev.torc.testkit.LoopbackDns.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes found by DNS, asked of a real server on loopback. Looks are made by hand. */
final class DnsNodesTest {
  private static final Duration NEVER = Duration.ofHours(1);

  /** Of one question; those that wait it out ask eight times. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SHORT = Duration.ofMillis(100);

  private final List<List<String>> told = Collections.synchronizedList(new ArrayList<>());
  private LoopbackDns dns;
  private LogRecords log;

  @BeforeEach
  void start() {
    dns = LoopbackDns.started();
    log = LogRecords.of(PolledNodes.class);
  }

  @AfterEach
  void stop() throws IOException {
    log.close();
    dns.close();
  }

  private Dns config(RecordType type, Duration giveUpAfter) {
    return new Dns(
        "cache.test",
        6379,
        type,
        NEVER,
        new HostPort("127.0.0.1", dns.address().getPort()),
        giveUpAfter,
        NEVER);
  }

  private PolledNodes source(RecordType type) {
    return DnsNodes.source(config(type, Duration.ofMinutes(1)), PATIENCE);
  }

  private static List<String> names(List<StaticNode> nodes) {
    return nodes.stream().map(StaticNode::ringName).toList();
  }

  private List<String> started(NodeSource source) {
    return names(source.start(nodes -> told.add(names(nodes))));
  }

  private static void look(PolledNodes source, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      source.look().get(60, SECONDS);
    }
  }

  @Test
  void addressesOfBothKindsAreSortedAndEachOnce() {
    dns.set("cache.test", "A", "10.0.0.2", "10.0.0.1", "10.0.0.2");
    dns.set("cache.test", "AAAA", "2001:db8:0:0::1");
    try (NodeSource source = source(RecordType.A_AAAA)) {
      assertThat(source.start(nodes -> {}))
          .containsExactly(
              new StaticNode(new HostPort("10.0.0.1", 6379), null, 1),
              new StaticNode(new HostPort("10.0.0.2", 6379), null, 1),
              new StaticNode(new HostPort("2001:db8::1", 6379), null, 1));
    }
  }

  @Test
  void servicesHavePortsAndTargetsStayNames() {
    dns.set(
        "cache.test",
        "SRV",
        "20 1 6380 Redis-1.test.",
        "10 1 6379 redis-0.test.",
        "10 9 6380 redis-1.test.");
    try (NodeSource source = source(RecordType.SRV)) {
      assertThat(started(source)).containsExactly("redis-0.test:6379", "redis-1.test:6380");
    }
  }

  @Test
  void aTargetThatIsARootMeansNoService() throws Exception {
    dns.set("cache.test", "SRV", "10 1 6379 redis-0.test.");
    try (PolledNodes source = source(RecordType.SRV)) {
      started(source);
      dns.set("cache.test", "SRV", "0 0 0 .");
      look(source, 3);
      assertThat(told).isEmpty();
      assertThat(log.lines())
          .containsExactly(
              "WARNING nodes.dns cache.test: no records of type SRV; what was in force stays");
    }
  }

  @Test
  void aTargetThatNoNodeCanHaveKeepsWhatIsInForce() throws Exception {
    dns.set("cache.test", "SRV", "10 1 6379 redis-0.test.");
    try (PolledNodes source = source(RecordType.SRV)) {
      started(source);
      dns.set("cache.test", "SRV", "10 1 6379 redis-0.test.", "10 1 0 redis-1.test.");
      look(source, 3);
      assertThat(told).isEmpty();
      assertThat(log.lines())
          .containsExactly(
              "WARNING nodes.dns cache.test: a record that is no address of a node: port: 0"
                  + " (expected: 1 to 65535); what was in force stays");
    }
  }

  @Test
  void anAliasIsFollowed() {
    dns.set("cache.test", "CNAME", "other.test.");
    dns.set("other.test", "CNAME", "third.test.");
    dns.set("third.test", "A", "10.0.0.1");
    try (NodeSource source = source(RecordType.A_AAAA)) {
      assertThat(started(source)).containsExactly("10.0.0.1:6379");
    }
  }

  @Test
  void anotherListIsToldOnceWhenItWasFoundTwice() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      dns.set("cache.test", "A", "10.0.0.2", "10.0.0.1");
      look(source, 1);
      assertThat(told).isEmpty();
      dns.set("cache.test", "A", "10.0.0.1", "10.0.0.2");
      look(source, 3);
      assertThat(told).containsExactly(List.of("10.0.0.1:6379", "10.0.0.2:6379"));
      dns.set("cache.test", "A", "10.0.0.2");
      look(source, 2);
      assertThat(told).hasSize(2).last().isEqualTo(List.of("10.0.0.2:6379"));
      assertThat(log.lines())
          .containsExactly(
              "INFO nodes.dns cache.test: the nodes are [10.0.0.1:6379, 10.0.0.2:6379], were"
                  + " [10.0.0.1:6379]",
              "INFO nodes.dns cache.test: the nodes are [10.0.0.2:6379], were [10.0.0.1:6379,"
                  + " 10.0.0.2:6379]");
    }
  }

  @Test
  void theTimeToLiveIsNotWaitedFor() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      int before = dns.questions();
      look(source, 3);
      assertThat(dns.questions()).isEqualTo(before + 6);
    }
  }

  @Test
  void whatIsSeenInPassingMovesNothing() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1", "10.0.0.2");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      dns.set("cache.test", "A", "10.0.0.1");
      look(source, 1);
      dns.set("cache.test", "A", "10.0.0.1", "10.0.0.2");
      look(source, 1);
      dns.set("cache.test", "A", "10.0.0.1");
      look(source, 1);
      dns.behave(Behaviour.FAILS);
      look(source, 1);
      dns.behave(Behaviour.ANSWERS);
      look(source, 1);
      assertThat(told).isEmpty();
      look(source, 1);
      assertThat(told).containsExactly(List.of("10.0.0.1:6379"));
    }
  }

  @Test
  void answersThatNeverAgreeAreAProblem() throws Exception {
    dns.set("cache.test", "A", "10.0.0.0");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      for (int i = 1; i <= PolledNodes.UNSETTLED_LOOKS; i++) {
        assertThat(log.lines()).isEmpty();
        dns.set("cache.test", "A", "10.0.0." + i);
        look(source, 1);
      }
      assertThat(told).isEmpty();
      assertThat(log.lines())
          .containsExactly(
              "WARNING nodes.dns cache.test: no two looks in a row find the same nodes; what was in"
                  + " force stays");
      look(source, 1);
      assertThat(told).containsExactly(List.of("10.0.0." + PolledNodes.UNSETTLED_LOOKS + ":6379"));
      assertThat(log.lines()).hasSize(3).last().isEqualTo("INFO nodes.dns cache.test: good again");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FAILS, the server says SERVFAIL",
    "GARBLES, ''",
    "ECHOES, a question as the answer",
    "TRUNCATES_ALWAYS, the answer is cut off"
  })
  void aBadAnswerKeepsWhatIsInForceAndIsToldOnce(Behaviour bad, String why) throws Exception {
    dns.set("cache.test", "A", "10.0.0.1", "10.0.0.2");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      dns.behave(bad);
      dns.set("cache.test", "A", "10.0.0.3");
      look(source, 3);
      assertThat(told).isEmpty();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING nodes.dns cache.test: A of cache.test. at 127.0.0.1:")
          .endsWith(why + "; what was in force stays");
      dns.behave(Behaviour.ANSWERS);
      look(source, 1);
      assertThat(log.lines()).hasSize(2).last().isEqualTo("INFO nodes.dns cache.test: good again");
      look(source, 1);
      assertThat(told).containsExactly(List.of("10.0.0.3:6379"));
    }
  }

  @Test
  void silenceKeepsWhatIsInForce() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    try (PolledNodes source =
        DnsNodes.source(config(RecordType.A_AAAA, Duration.ofMinutes(1)), SHORT)) {
      started(source);
      dns.behave(Behaviour.SILENT);
      int before = dns.questions();
      look(source, 2);
      assertThat(told).isEmpty();
      await("each look asks again once")
          .atMost(60, SECONDS)
          .until(() -> dns.questions() == before + 4);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING nodes.dns cache.test: A of cache.test. at 127.0.0.1:")
          .endsWith(": no answer; what was in force stays");
    }
  }

  @Test
  void namesThatAreGoneOrEmptyKeepWhatIsInForce() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      dns.clear();
      look(source, 2);
      dns.set("cache.test", "A");
      dns.set("cache.test", "TXT", "empty");
      look(source, 2);
      assertThat(told).isEmpty();
      assertThat(log.lines())
          .containsExactly(
              "WARNING nodes.dns cache.test: no such name (NXDOMAIN); what was in force stays");
      dns.set("cache.test", "A", "10.0.0.1");
      look(source, 1);
      assertThat(log.lines()).last().isEqualTo("INFO nodes.dns cache.test: good again");
    }
  }

  @Test
  void halfAnAnswerTakesNoNodesAway() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    dns.set("cache.test", "AAAA", "2001:db8::1");
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      started(source);
      dns.behave("AAAA", Behaviour.FAILS);
      look(source, 3);
      dns.behave("AAAA", Behaviour.ANSWERS);
      look(source, 2);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aLongAnswerComesOverTcp() {
    String[] addresses = new String[200];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "10.0.1." + i;
    }
    dns.set("cache.test", "A", addresses);
    dns.behave(Behaviour.TRUNCATES);
    try (NodeSource source = source(RecordType.A_AAAA)) {
      assertThat(started(source)).hasSize(200);
      assertThat(dns.tcpQuestions()).isEqualTo(2);
    }
  }

  @Test
  void aRefusedListIsToldAgain() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    List<List<String>> attempts = Collections.synchronizedList(new ArrayList<>());
    try (PolledNodes source = source(RecordType.A_AAAA)) {
      source.start(nodes -> {
        attempts.add(names(nodes));
        if (attempts.size() < 3) {
          throw new IllegalStateException("not now");
        }
      });
      dns.set("cache.test", "A", "10.0.0.2");
      look(source, 6);
      assertThat(attempts).hasSize(3).containsOnly(List.of("10.0.0.2:6379"));
      assertThat(log.lines())
          .containsExactly(
              "WARNING nodes.dns cache.test: the nodes [10.0.0.2:6379] are refused: not now; what"
                  + " was in force stays",
              "INFO nodes.dns cache.test: the nodes are [10.0.0.2:6379], were [10.0.0.1:6379]",
              "INFO nodes.dns cache.test: good again");
    }
  }

  @Test
  void aStartWithoutAnAnswerGivesUp() {
    Dns config = config(RecordType.A_AAAA, Duration.ZERO);
    try (NodeSource source = DnsNodes.source(config, PATIENCE)) {
      assertThatExceptionOfType(ProvisioningException.class)
          .isThrownBy(() -> source.start(nodes -> {}))
          .withMessage("nodes.dns cache.test: no nodes found for 0s: no such name (NXDOMAIN)");
    }
  }

  @Test
  void aStartLooksOnUntilThereIsAnAnswer() {
    dns.set("cache.test", "A", "10.0.0.1");
    dns.behave(Behaviour.FAILS);
    Dns often =
        new Dns(
            "cache.test",
            7000,
            RecordType.A_AAAA,
            Duration.ofMillis(1),
            new HostPort("127.0.0.1", dns.address().getPort()),
            Duration.ofMinutes(5),
            NEVER);
    try (NodeSource source = DnsNodes.source(often, PATIENCE)) {
      Thread repair =
          Thread.ofPlatform()
              .start(() -> {
                await().atMost(60, SECONDS).until(() -> !log.lines().isEmpty());
                dns.behave(Behaviour.ANSWERS);
              });
      assertThat(started(source)).containsExactly("10.0.0.1:7000");
      assertThat(repair.join(Duration.ofSeconds(60))).isTrue();
      assertThat(log.lines())
          .first()
          .asString()
          .startsWith("WARNING nodes.dns cache.test: A of cache.test. at ")
          .endsWith("; looking on");
      // And it goes on by itself.
      dns.set("cache.test", "A", "10.0.0.2");
      await().atMost(60, SECONDS).until(() -> told.contains(List.of("10.0.0.2:7000")));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingIsToldAfterTheEnd() throws Exception {
    dns.set("cache.test", "A", "10.0.0.1");
    PolledNodes source = source(RecordType.A_AAAA);
    started(source);
    dns.set("cache.test", "A", "10.0.0.2");
    look(source, 1);
    source.close();
    assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(source::look);
    assertThat(told).isEmpty();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> source.start(nodes -> {}))
        .withMessage("nodes.dns cache.test: started twice (expected: once)");
  }
}
