import { assertEquals } from "@std/assert";
import { setDefaultEnvironment } from "../../lib/setup/environment.ts";

Deno.test("setDefaultEnvironment() sets what is missing and keeps what the user has set", () => {
  const names = ["POSTER_TEST_OWN", "POSTER_TEST_EMPTY", "POSTER_TEST_MISSING"];
  try {
    Deno.env.set(names[0], "own");
    Deno.env.set(names[1], "");
    setDefaultEnvironment(Object.fromEntries(names.map((name) => [name, "default"])));
    assertEquals(names.map((name) => Deno.env.get(name)), ["own", "", "default"]);
  } finally {
    for (const name of names) Deno.env.delete(name);
  }
});
