package dev.torc.cli.wineinfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.HostPort;
import dev.torc.http.BindException;
import dev.torc.testkit.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shop and its replicas, as a browser sees them. The replicas' clock stands still. */
@Timeout(60)
final class WineinfoTest {
  private static final String SHOP = "/wines/recommendations";
  private static final String REPLICA = "/recommendations/";

  private final Wineinfo wineinfo = Wineinfo.startAt(0, Policy.RING_HASH, 4, () -> 0);

  @AfterEach
  void close() {
    wineinfo.close();
  }

  private RawHttp.Response shop(String method, String target) throws IOException {
    URI url = URI.create(wineinfo.url());
    return get(new HostPort(url.getHost(), url.getPort()), method, target);
  }

  private RawHttp.Response replica(String method, String target) throws IOException {
    return get(wineinfo.logs().get(0).address(), method, target);
  }

  private static RawHttp.Response get(HostPort address, String method, String target)
      throws IOException {
    InetSocketAddress socket = InetSocketAddress.createUnresolved(address.host(), address.port());
    try (RawHttp http = RawHttp.connect(socket)) {
      return http.request(method, target, "").response();
    }
  }

  private List<String> asked() {
    return wineinfo.logs().stream().map(log -> log.queries().toString()).toList();
  }

  @Test
  void recommendsWhatTheQueryDescribes() throws IOException {
    RawHttp.Response response = shop("GET", SHOP + "?query=portugal");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("application/json");
    assertThat(response.body())
        .startsWith("[{\"name\":\"Douro\",\"color\":\"red\",\"grape\":\"touriga nacional\"")
        .contains("Vinho Verde", "Setubal")
        .doesNotContain("france");
  }

  /** A plus is a space of the same query, but hashed as it stands, as Envoy does. */
  @Test
  void passesTheQueryOnAsItCame() throws IOException {
    assertThat(shop("GET", SHOP + "?query=pinot%20noir").body()).contains("Yarra Valley");
    assertThat(asked()).containsExactly("{}", "{pinot noir=1}", "{}", "{}");
    assertThat(shop("GET", SHOP + "?limit=1&query=pinot+noir").body()).contains("Yarra Valley");
    assertThat(asked()).filteredOn("{pinot noir=1}"::equals).hasSize(2);
  }

  @Test
  void answersEveryQueryOfTheDemo() throws IOException {
    for (String query : Stage.QUERIES) {
      assertThat(shop("GET", SHOP + "?query=" + query).body()).contains("name");
    }
    assertThat(shop("GET", SHOP + "?query=").status()).isEqualTo(200);
    assertThat(Wine.matching("", 100)).isEqualTo(Wine.CATALOGUE);
    assertThat(Wine.matching("beer", 100)).isEmpty();
    assertThat(Wine.matching("Soave", 100)).hasSize(1);
  }

  @Test
  void saysWhatTheShopExpects() throws IOException {
    assertThat(shop("GET", "/").status()).isEqualTo(404);
    assertThat(shop("GET", "/").body()).contains("expected: /wines/recommendations");
    assertThat(shop("POST", SHOP + "?query=red").status()).isEqualTo(405);
    assertThat(shop("GET", SHOP).status()).isEqualTo(400);
    assertThat(shop("GET", SHOP + "?query=%zz").status()).isEqualTo(400);
    assertThat(shop("GET", SHOP + "?query=a|b").body()).contains("expected: percent-encoded");
  }

  @Test
  void saysWhatAReplicaExpects() throws IOException {
    assertThat(replica("GET", SHOP).status()).isEqualTo(404);
    assertThat(replica("POST", REPLICA + "?query=red").status()).isEqualTo(405);
    assertThat(replica("GET", REPLICA).body()).contains("no query");
    assertThat(replica("GET", REPLICA + "?query=%zz").status()).isEqualTo(400);
    assertThat(replica("GET", REPLICA + "?query=red&limit=-1").body()).contains("limit: -1");
    assertThat(replica("GET", REPLICA + "?query=red&limit=many").status()).isEqualTo(400);
    assertThat(replica("GET", REPLICA + "?query=red&limit=0").body()).isEqualTo("[]");
    assertThat(wineinfo.logs().get(0).queries()).hasToString("{red=1}");
  }

  @Test
  void aReplicaThatFailsIsFoundInItsLogToo() throws IOException {
    for (String query : List.of("a", "b", "c", "d", "e")) {
      assertThat(replica("GET", REPLICA + "?query=" + query).status()).isEqualTo(200);
    }
    RawHttp.Response sixth = replica("GET", REPLICA + "?query=f");
    assertThat(sixth.status()).isEqualTo(500);
    assertThat(sixth.body()).contains("restarting");
    assertThat(replica("GET", REPLICA + "?query=a").status()).isEqualTo(500);
    assertThat(wineinfo.logs().get(0).queries()).hasToString("{a=2, b=1, c=1, d=1, e=1, f=1}");
  }

  /** Hashing goes by names, not by the ports that happen to be free: the first has some of them. */
  @Test
  void aSecondOneTakesOtherPorts() throws IOException {
    try (Wineinfo second = Wineinfo.startAt(0, Policy.RING_HASH, 4, () -> 0)) {
      assertThat(second.logs().stream().map(ReplicaLog::address))
          .doesNotContainAnyElementsOf(wineinfo.logs().stream().map(ReplicaLog::address).toList());
      URI url = URI.create(second.url());
      get(new HostPort(url.getHost(), url.getPort()), "GET", SHOP + "?query=germany");
      assertThat(second.logs().get(2).name()).hasToString("127.0.0.1:8083");
      assertThat(second.logs().get(2).queries()).hasToString("{germany=1}");
      assertThat(asked()).containsOnly("{}");
    }
  }

  @Test
  void theShopsPortHasToBeFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Wineinfo.startAt(taken.getLocalPort(), Policy.RING_HASH, 1, () -> 0))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }
}
