package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.PlacementFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program, and what Torc calls its placement.
 *
 * @param dialect the name on Torc's command line, and of the golden file
 * @param program with its version
 */
record Peer(String dialect, String program, Oracle oracle) {

  /** All of them, as they are installed here. */
  static List<Peer> installed() throws IOException {
    HaproxyOracle haproxy = new HaproxyOracle();
    return List.of(
        peer("nginx", new NginxOracle()),
        peer(haproxy.dialect(), haproxy),
        peer("twemproxy", new NutcrackerOracle()),
        peer("libmemcached-ketama", LibmemcachedOracle.ketama()),
        peer("libmemcached-ketama-weighted", LibmemcachedOracle.ketamaWeighted()),
        peer("spymemcached", new SpymemcachedOracle()),
        peer("dubbo", new DubboOracle()),
        peer("grpc", new GrpcRingHashOracle()));
  }

  private static Peer peer(String dialect, Oracle oracle) throws IOException {
    return new Peer(dialect, oracle.version(), oracle);
  }

  /** The golden file in the folder of all of them. */
  Path file(Path folder) {
    return folder.resolve(dialect + ".tsv");
  }

  /** What is in the golden file. */
  PlacementFile golden(Path folder) throws IOException {
    return PlacementFile.parse(Files.readString(file(folder), UTF_8));
  }
}
