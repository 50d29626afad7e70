// Shows openapi.json: every operation with its parameters, bodies and answers. No library, no other host.
"use strict";

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
const nameOf = (schema) => {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.join(" | ");
  return [schema.format ?? schema.type ?? ""].flat().join(" | ");
};

const parameterRows = (parameters) =>
  parameters.map((one) =>
    make("tr", {}, make("td", {}, make("code", {}, one.name), one.required ? " *" : ""), make("td", {}, one.in),
      make("td", {}, nameOf(one.schema)), make("td", {}, one.description ?? "")));

const contentParts = (content, openapi) =>
  Object.entries(content ?? {}).flatMap(([type, one]) => {
    const parts = [make("p", {}, make("code", {}, type), " ", nameOf(one.schema))];
    if (one.example !== undefined) parts.push(make("pre", {}, text(one.example)));
    const name = one.schema?.$ref?.split("/").pop();
    if (name) {
      parts.push(make("details", {}, make("summary", {}, `Schema ${name}`),
        make("div", { class: "body" }, make("pre", {}, text(openapi.components.schemas[name])))));
    }
    return parts;
  });

const operationElement = (path, verb, operation, openapi) => {
  const body = make("div", { class: "body" }, make("p", {}, operation.description ?? ""));
  if (operation.parameters?.length) {
    body.append(make("h4", {}, "Parameters"),
      make("table", {}, make("thead", {}, make("tr", {}, ...["Name", "In", "Type", "Meaning"].map((word) => make("th", {}, word)))),
        make("tbody", {}, ...parameterRows(operation.parameters))));
  }
  if (operation.requestBody) body.append(make("h4", {}, "Body"), ...contentParts(operation.requestBody.content, openapi));
  for (const [status, answer] of Object.entries(operation.responses)) {
    const known = answer.$ref ? openapi.components.responses[answer.$ref.split("/").pop()] : answer;
    body.append(make("h4", {}, `${status} ${known.description}`));
    if (!answer.$ref) body.append(...contentParts(known.content, openapi));
  }
  const element = make("details", { id: operation.operationId }, make("summary", {}, make("span", { class: "verb" }, verb.toUpperCase()),
    make("code", {}, path), make("span", { class: "muted" }, operation.summary)), body);
  element.dataset.words = `${verb} ${path} ${operation.operationId} ${operation.summary}`.toLowerCase();
  return element;
};

const show = (openapi) => {
  document.getElementById("about").textContent = `${openapi.info.description} Version ${openapi.info.version}.`;
  const main = document.getElementById("operations");
  for (const tag of openapi.tags) {
    const section = make("section", {}, make("h2", {}, tag.name), make("p", { class: "muted" }, tag.description));
    for (const [path, verbs] of Object.entries(openapi.paths)) {
      for (const [verb, operation] of Object.entries(verbs)) {
        if (operation.tags.includes(tag.name)) section.append(operationElement(path, verb, operation, openapi));
      }
    }
    main.append(section);
  }
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted) { wanted.open = true; wanted.scrollIntoView(); }
};

document.getElementById("search").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const element of document.querySelectorAll("details[id]")) {
    element.hidden = !words.every((word) => element.dataset.words.includes(word));
  }
});

fetch("/api/v1/openapi.json")
  .then((answer) => answer.json())
  .then(show)
  .catch((error) => { document.getElementById("about").textContent = `The description could not be read: ${error}`; });
