package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {
  private static final List<String> KNOWN = List.of("port", "adminPort", "vnodesPerNode", "id");

  @ParameterizedTest
  @CsvSource({
    "prot,port",
    "Port,port",
    "ports,port",
    "admin_port,adminPort",
    "admin-prot,adminPort",
    "vnodesPerNod,vnodesPerNode",
    "ip,id",
    "host,",
    "x,",
    "idle,",
    "p,"
  })
  void findsTheNearestWithinAThird(String name, String nearest) {
    assertThat(Names.nearest(name, KNOWN)).isEqualTo(nearest);
  }

  @Test
  void findsTheFirstOfEquals() {
    assertThat(Names.nearest("nodx", List.of("nodes", "node", "nods"))).isEqualTo("node");
    assertThat(Names.nearest("x", List.of())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "abc,abc,0",
    "abc,abd,1",
    "abc,acb,1",
    "abc,ab,1",
    "abc,xabc,1",
    "abcd,badc,2",
    "'',abc,3"
  })
  void measures(String one, String other, int distance) {
    assertThat(Names.distance(one, other)).isEqualTo(distance);
    assertThat(Names.distance(other, one)).isEqualTo(distance);
  }

  @ParameterizedTest
  @CsvSource({"vnodesPerNode,vnodes_per_node", "port,port", "tlsV13,tls_v13", "Up,up"})
  void turnsToSnakeCase(String camel, String snake) {
    assertThat(Names.snake(camel)).isEqualTo(snake);
  }
}
