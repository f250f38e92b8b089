// A client of the chaoqer gateway, written from the gateway's document alone.
//
//   node chaoqer.mjs BASE SESSION
//
// Two people register by SMS and say who they are; one sends the other a card, who
// reads the message about it, and looks into the folder. It prints what was read
// as JSON, and ends with 1 at the first answer that is not the document's. What a
// phone would do, reading the code, is asked of the mock's control plane.

import { createHash } from "node:crypto";
import assert from "node:assert/strict";

const [base, session] = process.argv.slice(2);
const defaultSecret = "Hx!0k!K}5E.]EoP";

// sign: 所有其他参数key排序后`key=value` join `$$$` 在一起，加上'$$$accessSecret={accessSecret}'，最后求MD5值
function sign(parameters, secret) {
  const pairs = Object.keys(parameters).sort().map((key) => `${key}=${parameters[key]}`);
  return createHash("md5").update([...pairs, `accessSecret=${secret}`].join("$$$")).digest("hex");
}

async function call(user, method, path, parameters = {}) {
  const signed = { ...parameters, ts: Date.now() };
  signed.sign = sign(signed, user?.accessSecret ?? defaultSecret);
  const headers = { "Client-Type": "1", "Version-Name": "1.0.0", "Version-Code": "27", "Mock-Session": session };
  if (user) {
    headers.Authorization = "Basic " + btoa(`${user.uid}:${user.accessToken}`);
  }
  let url = base + path, body;
  if (method === "GET") {
    url += "?" + new URLSearchParams(signed);
  } else {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(signed);
  }
  const answer = await fetch(url, { method, headers, body });
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.headers.get("Mock-Diagnosis")}`);
  const envelope = await answer.json();
  assert.equal(envelope.status, 1, `${method} ${path}: ${envelope.errorCode} ${envelope.message}`);
  return envelope;
}

async function register(mobile, nickname) {
  const sent = await call(null, "POST", "/account/captcha", { countryCode: "86", mobile });
  assert.equal(sent.message, "验证码已发送，请注意查收");
  const sms = await fetch(`${base}/__admin/chaoqer/sms?mobile=${mobile}`, { headers: { "Mock-Session": session } });
  const { code } = await sms.json();
  const login = await call(null, "POST", "/account/login/captcha", { countryCode: "86", mobile, captcha: code });
  assert.equal(login.message, "注册成功");
  const user = login.result;
  const profile = await call(user, "POST", "/user/profile/init", { nickname, avatar: "https://example.com/头像.jpg?a=1&b=2" });
  assert.equal(profile.result.uid, user.uid);
  assert.equal(profile.result.nickname, nickname);
  return user;
}

const ann = await register("13911110001", "安妮");
const bob = await register("13911110002", "Bob = & $$$");

const card = await call(ann, "POST", `/user/${bob.uid}/card`);
assert.equal(card.message, "对方已收到你的名片");

assert.equal((await call(bob, "GET", "/user/message/unread_total")).result, 1);
const page = (await call(bob, "GET", "/user/message", { count: 10, lastId: "" })).result;
assert.equal(page.list.length, 1);
const message = page.list[0].userMessageResult;
assert.equal(message.unread, 1);
assert.equal((await call(bob, "GET", "/user/message/unread_total")).result, 0);
assert.deepEqual((await call(bob, "GET", "/user/message", { count: 10, lastId: page.list[0].sequenceId })).result.list, []);

const folder = (await call(bob, "GET", "/user/card", { count: 100 })).result.list;
assert.equal(folder[0].uid, ann.uid);
assert.equal((await call(ann, "GET", `/user/${bob.uid}/profile`)).result.sendCard, 1);
assert.equal((await call(bob, "POST", "/account/logout")).message, "退出成功");

console.log(JSON.stringify({ from: message.originUid === ann.uid, ...message.messageBody, cards: folder.length }));
