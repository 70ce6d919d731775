package dev.torc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built, and what it runs on. */
final class BuildFacts implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"torc " + all().get("version")};
  }

  /** Names and values, in the order to show them. */
  static Map<String, String> all() {
    Properties build = new Properties();
    try (InputStream in = BuildFacts.class.getResourceAsStream("/dev/torc/cli/build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", build.getProperty("version"));
    facts.put("netty", build.getProperty("netty"));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return facts;
  }
}
