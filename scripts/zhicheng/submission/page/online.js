// Step four, for those with an account on the forge: the public files are added there by links. Nothing is sent before one is followed.
import { $, make } from "./nodes.js";
import { call } from "./checker.js";

const addresses = [];

/* Shows how the public files of a packet are added on the forge, where the registry has one. */
export async function online(packet) {
  while (addresses.length) URL.revokeObjectURL(addresses.pop());
  $("online").replaceChildren();
  const [said, contents] = await call("online", {}, [packet]);
  if (!said.ok || !said.files.length) return;
  const host = new URL(said.files[0].link).host;
  $("online").append(
    make(
      "details",
      {},
      make("summary", { textContent: "有代码平台账号的：自己在平台上提交公开的文件" }),
      make("p", {
        textContent: `只有登记和人数可以这样提交，密封的联系人、花名册不行：报送包还是要送。点下面“到平台”的链接，浏览器才会打开 ${host}，链接里有登记内容的，内容随着发过去；不点，什么也不发。请先在这个浏览器里登录平台；保存时选新建分支、发起合并请求。`,
      }),
      make("ul", {}, ...said.files.map((one, i) => item(one, contents[i]))),
    ),
  );
}

function item(one, content) {
  const name = one.path.split("/").pop();
  if (one.how === "filled") return make("li", {}, `${one.path}：`, away(one.link, `到平台新建 ${name}（已填好）`));
  const address = URL.createObjectURL(new Blob([content], { type: "application/yaml" }));
  addresses.push(address);
  const why = one.known ? "平台上已有这个文件，它的编辑页不能从链接里填好" : "内容太长，放不进链接";
  return make(
    "li",
    {},
    `${one.path}：${why}。先`,
    make("a", { href: address, download: name, textContent: `保存 ${name}` }),
    "，再",
    away(one.link, `到平台上传 ${name}`),
    one.known ? "，同名的会换成新的。" : "。",
  );
}

const away = (href, textContent) => make("a", { href, textContent, target: "_blank", rel: "noreferrer noopener" });
