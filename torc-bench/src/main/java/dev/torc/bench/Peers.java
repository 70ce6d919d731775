package dev.torc.bench;

import com.dynatrace.hash4j.hashing.Hashing;
import com.google.common.collect.ImmutableList;
import io.grpc.xds.RingHashOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.spy.memcached.KetamaNodeLocator;
import org.apache.dubbo.rpc.cluster.loadbalance.ConsistentHashLoadBalance;
import org.openjdk.jmh.runner.Runner;

/** The libraries beside which Torc is measured. */
final class Peers {
  private static final Pattern JAR = Pattern.compile("(.*)-(\\d.*)\\.jar");

  private Peers() {}

  /** Names and versions, and JMH's, by the names of their jars: not all manifests tell. */
  static String versions() {
    return Stream.of(
            ImmutableList.class,
            Hashing.class,
            KetamaNodeLocator.class,
            ConsistentHashLoadBalance.class,
            RingHashOptions.class,
            Runner.class)
        .map(Peers::version)
        .collect(Collectors.joining(", "));
  }

  private static String version(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource().getLocation();
    String jar = Objects.toString(Path.of(source.getPath()).getFileName());
    return JAR.matcher(jar).replaceFirst("$1 $2");
  }
}
