package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.torc.config.HostPort;
import dev.torc.gateway.ChangeDocument.NewNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body of {@code POST /changes}. */
final class ChangeDocumentTest {

  private static ChangeDocument parse(String json) {
    return ChangeDocument.parse(json.getBytes(UTF_8));
  }

  @Test
  void readsEveryField() {
    ChangeDocument document =
        parse(
            """
            {"add": [{"address": "127.0.0.1:7004", "name": "n4", "weight": 2}, {}],
             "remove": ["2", "127.0.0.1:7003"], "lost": true,
             "weights": {"0": 3, "[::1]:7001": 0}, "vnodes": 200, "force": true, "dryRun": true}
            """);
    assertThat(document)
        .isEqualTo(
            new ChangeDocument(
                List.of(
                    new NewNode(new HostPort("127.0.0.1", 7004), "n4", 2),
                    new NewNode(null, null, 1)),
                List.of("2", "127.0.0.1:7003"),
                true,
                Map.of("0", 3, "[::1]:7001", 0),
                200,
                true,
                true));
  }

  @Test
  void takesDefaultsForWhatIsNotGiven() {
    assertThat(parse("{\"vnodes\":1}"))
        .isEqualTo(new ChangeDocument(List.of(), List.of(), false, Map.of(), 1, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|no object (expected: add, remove, lost, weights, vnodes, force, dryRun, such as",
        "{|Unexpected end-of-input",
        "{\"vnodes\":1} 2|more than one JSON value",
        "{\"vnodes\":1,\"vnodes\":2}|Duplicate",
        "{\"nodes\":[]}|unknown field \"nodes\" (expected: add, remove, lost, weights, vnodes,",
        "{\"add\":{}}|add is an object (expected: a list)",
        "{\"add\":[1]}|add is a number (expected: a list of objects)",
        "{\"add\":[{\"host\":1}]}|unknown field \"host\" (expected: address, name, weight)",
        "{\"add\":[{\"address\":7}]}|address is a number (expected: a string)",
        "{\"add\":[{\"address\":\"h\"}]}|address: \"h\" (expected: host:port, such as",
        "{\"add\":[{\"name\":\"\"}]}|name: \"\" (expected: at least one character)",
        "{\"add\":[{\"weight\":1001}]}|weight: 1001 (expected: 0 to 1000)",
        "{\"add\":[{\"weight\":-1}]}|weight: -1 (expected: 0 to 1000)",
        "{\"add\":[{\"weight\":1.0}]}|weight: 1.0 (expected: 0 to 1000)",
        "{\"add\":[{\"weight\":99999999999999999999}]}|weight: 99999999999999999999 (expected",
        "{\"add\":[{\"weight\":null}]}|weight is null (expected: 0 to 1000)",
        "{\"remove\":\"0\"}|remove is a string (expected: a list)",
        "{\"remove\":[0]}|remove is a number (expected: a string)",
        "{\"remove\":[\"0\"|Unexpected end-of-input",
        "{\"lost\":true,\"vnodes\":1}|lost without remove (expected: nodes to remove)",
        "{\"lost\":\"yes\"}|lost is a string (expected: true or false)",
        "{\"force\":1}|force is a number (expected: true or false)",
        "{\"dryRun\":\"true\"}|dryRun is a string (expected: true or false)",
        "{\"dryRun\":true}|no change (expected: one at least of add, remove, weights and vnodes)",
        "{\"force\":true}|no change (expected: one at least of add, remove, weights and vnodes)",
        "{\"weights\":[1]}|weights is an array (expected: an object of weights by node)",
        "{\"weights\":{\"0\":\"1\"}}|weights of \"0\" is a string (expected: 0 to 1000)",
        "{\"weights\":{\"0\":1,\"0\":2}}|Duplicate",
        "{\"vnodes\":0}|vnodes: 0 (expected: 1 to 100000)",
        "{\"vnodes\":100001}|vnodes: 100001 (expected: 1 to 100000)",
        "{\"vnodes\":null}|vnodes is null (expected: 1 to 100000)",
      })
  void namesTheFieldThatIsWrong(String json, String message) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> parse(json))
        .withMessageStartingWith("body: ")
        .withMessageContaining(message);
  }

  @Test
  void refusesWhatNobodyMeans() {
    String nodes = "{},".repeat(1000) + "{}";
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> parse("{\"add\":[" + nodes + "]}"))
        .withMessage("body: add has 1001 nodes (expected: at most 1000)");
  }
}
