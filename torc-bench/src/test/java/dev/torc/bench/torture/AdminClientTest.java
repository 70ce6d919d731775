package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The admin API as its client reads it. */
final class AdminClientTest {
  private final ScriptedAdmin server;
  private final AdminClient admin;

  AdminClientTest() throws IOException {
    server = new ScriptedAdmin();
    admin = new AdminClient(server.address());
  }

  @AfterEach
  void close() {
    admin.close();
    server.close();
  }

  @Test
  void readsNodes() throws Exception {
    server.answers(
        "GET /nodes",
        200,
        "",
        """
        {"epoch":7,"vnodes":160,"nodes":[
          {"index":0,"name":"n0","address":"127.0.0.1:7001","weight":1,"state":"up"},
          {"index":4,"name":"n4","address":"127.0.0.1:7002","weight":2,"state":"down"}]}
        """);
    assertThat(admin.addresses()).isEqualTo(Map.of(0, "127.0.0.1:7001", 4, "127.0.0.1:7002"));
  }

  @Test
  void submitsAChangeAndFollowsIt() throws Exception {
    server.answers("POST /changes", 202, "/changes/3", "{}");
    assertThat(admin.submit(Map.of("remove", List.of("a:1"))).id()).isEqualTo(3L);
    server.answers(
        "GET /changes/3",
        200,
        "",
        "{\"id\":3,\"state\":\"running\",\"step\":\"copy\",\"reason\":null}");
    AdminClient.Change running = admin.change(3);
    assertThat(running).isEqualTo(new AdminClient.Change(3, "running", "copy", null));
    admin.cancel(3);
    server.answers(
        "GET /changes/3",
        200,
        "",
        "{\"id\":3,\"state\":\"cancelled\",\"step\":\"done\",\"reason\":\"asked for\"}");
    AdminClient.Change cancelled = admin.change(3);
    assertThat(cancelled).isNotNull();
    assertThat(cancelled.isFinished()).isTrue();
    assertThat(server.requests())
        .containsExactly(
            "POST /changes {\"remove\":[\"a:1\"]}",
            "GET /changes/3",
            "DELETE /changes/3",
            "GET /changes/3");
  }

  @Test
  void aRefusedChangeHasNoIdAndAForgottenOneIsNone() throws Exception {
    server.answers("POST /changes", 409, "", "{\"detail\":\"no node left\"}");
    AdminClient.Submission refused = admin.submit(Map.of());
    assertThat(refused.id()).isNull();
    assertThat(refused.detail()).contains("no node left");
    assertThat(admin.change(9)).isNull();
    assertThatThrownBy(admin::changes).isInstanceOf(IOException.class).hasMessageContaining("404");
  }
}
