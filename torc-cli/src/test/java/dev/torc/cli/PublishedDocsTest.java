package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is published about the configuration is what the program does. */
final class PublishedDocsTest {
  private static final Path ROOT = Path.of(System.getProperty("torc.root"));
  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);

  @Test
  void theSchemaIsTheOneOfTheRecords() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/torc.schema.json")))
        .as("./torc validate --schema > docs/torc.schema.json")
        .isEqualToNormalizingNewlines(Cli.run("validate", "--schema").out());
  }

  @Test
  void theReferenceIsTheOneOfTheRecords() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/configuration.md")))
        .as("./torc validate --reference > docs/configuration.md")
        .isEqualToNormalizingNewlines(Cli.run("validate", "--reference").out());
  }

  @Test
  void everyYamlExampleIsValid() throws IOException {
    int examples = 0;
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    for (Path document : documents) {
      Matcher block = YAML_BLOCK.matcher(Files.readString(document, UTF_8));
      while (block.find()) {
        Configuration.parse(block.group(1), document.toString(), TorcConfig.class);
        examples++;
      }
    }
    try (var files = Files.walk(ROOT.resolve("examples"))) {
      for (Path file : files.filter(f -> f.endsWith("torc.yaml")).toList()) {
        ConfigFile.load(file);
        examples++;
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(3);
  }
}
