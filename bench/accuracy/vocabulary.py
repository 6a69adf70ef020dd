"""Words that stand for others in the edits: `old>new`, one list a language.

A pair is used wherever its first half stands in a text as a whole (in scripts without spaces,
wherever its letters stand). `not ` before a space at the end is taken out with that space.
"""

Pairs = tuple[tuple[str, str], ...]


def _pairs(text: str) -> Pairs:
    found = [line.strip(" ").partition(">") for line in text.replace("\n", ";").split(";")]
    return tuple((old.strip(), new.strip()) for old, _, new in found if old)


NEGATION: dict[str, Pairs] = {
    "en": _pairs("will>will not; can>cannot; should>should not; must>must not; may>may not;"
                 "not>; without>with; never>always; nothing>something; no longer>still;"
                 "cannot>can; neither>either; shall>shall not; refrain>abstain from nothing"),
    "fr": _pairs("jamais>toujours; aucune>une; aucun>un; sans>avec; ne peut>peut; ne>; pas>;"
                 "doivent>ne doivent; nul>tout"),
    "de": _pairs("nicht>; keine>eine; keinen>einen; ohne>mit; niemals>immer; nichts>alles;"
                 "müssen>müssen nicht; sollen>sollen nicht; begrüßen>begrüßen nicht"),
    "ja": _pairs("しません>します; 受け入れない>受け入れる; 議論せず>議論し;"
                  "ありませんでした>ありました;"
                 "られない>られる; できます>できません; しました>しませんでした;"
                  "行いました>行いませんでした;"
                 "べきである>べきではない; 前提条件なしに>前提条件つきで"),
    "zh": _pairs("不承认>承认; 没有>; 不能>能; 未提出>提出; 决不接受>接受;"
                  "应当>不应当; 可以>不可以;"
                 "支持>不支持; 无权>有权; 无条件>有条件; 不遗漏>遗漏"),
    "ar": _pairs("لن>; لم>; لا>; دون>مع; ليس>; يمكن>لا يمكن; ينبغي>لا ينبغي; يجب>لا يجب; عدم>;"
                 "غير>; سوف>لن"),
}  # fmt: skip

MODALITY: dict[str, Pairs] = {
    "en": _pairs("will>may; shall>may; should>must; must>should; may>will; can>may; could>will;"
                 "intends>seeks; would>could; hoped>intended; intend>may"),
    "fr": _pairs("doivent>peuvent; devraient>doivent; peuvent>doivent; pourraient>doivent;"
                 "entend>souhaite; devra>pourra; souhaitent>veulent; peut>doit"),
    "de": _pairs("müssen>sollen; sollen>müssen; soll>muss; können>müssen; könnten>sollten;"
                 "darf>muss; wird>soll; beabsichtigt>plant; kann>muss; hofft>will"),
    "ja": _pairs("べきである>必要がある; 意向>予定; 方針>意向; 予定>可能性; 可能性>予定;"
                 "必要がある>可能性がある; ことができます>べきです;"
                  "なければならない>てもよい; 検討>実施;"
                 "期待>確信"),
    "zh": _pairs("应当>必须; 必须>应当; 可以>应当; 可能>将; 打算>希望; 愿意>必须;"
                  "希望>打算; 不能>不应"),
    "ar": _pairs("ينبغي>يجب; يمكن>يجب; قد>سوف; سوف>قد; تعتزم>تأمل; يجب>يمكن; تأمل>تعتزم"),
}  # fmt: skip

STRENGTH: dict[str, Pairs] = {
    "en": _pairs("condemned>regretted; demanded>requested; reaffirmed>discussed; urged>encouraged;"
                 "welcomed>acknowledged; agreed>discussed; pledged>hoped; strongly>;"
                 "opposed>regretted; noted>deplored; deplored>noted; confirmed>discussed;"
                 "decided>discussed; acknowledged>welcomed; resolved>hoped; encouraged>urged;"
                 "discussed>agreed; reaffirm>discuss; support>acknowledge; welcome>acknowledge;"
                 "affirmed>discussed; committed>hoped; endorsed>discussed; serious>"),
    "fr": _pairs("condamnent>regrettent; exigent>demandent; réaffirme>confirme; saluent>notent;"
                 "déplorent>notent; appellent>invitent; demandent>exigent; encouragent>invitent;"
                 "décident>envisagent; regrettent>condamnent; invitent>appellent;"
                 "confirment>évoquent; vive>"),
    "de": _pairs("verurteilen>bedauern; verlangen>bitten; bekräftigt>bestätigt; fordern>bitten;"
                 "vereinbarten>erörterten; ermutigen>bitten; erörterten>vereinbarten;"
                 "bedauern>verurteilen; bestätigten>erörterten; beschlossen>erörterten;"
                 "begrüßen>würdigen; unterstützt>begrüßt; große>"),
    "ja": _pairs("強く非難>非難; 非難>懸念を表明; 確認>議論; 支持>理解; 歓迎>評価; 合意>議論;"
                 "一致>協議; 要請>要求; 要求>要請; 意見交換>協議; 断固として>;"
                  "遺憾>懸念; 決定>協議;"
                 "約束>検討; 評価>歓迎; 深刻な>"),
    "zh": _pairs("强烈>; 严重>; 要求>呼吁; 敦促>呼吁; 呼吁>敦促; 同意>讨论; 讨论>同意; 确认>讨论;"
                 "支持>欢迎; 欢迎>注意到; 决定>讨论; 赞赏>注意到; 重申>讨论; 谴责>遗憾"),
    "ar": _pairs("أدان>عارض; بشدة>; أكد>ناقش; ناقش>أكد; اتفق>ناقش; عارض>أدان; قرر>ناقش; بالغ>"),
}  # fmt: skip

NAMES: dict[str, Pairs] = {
    "en": _pairs("Norland>Lindmark; Sudravia>Estoria; Lindmark>Norland; Estoria>Westmark;"
                 "Marsten>Veller; Veller>Marsten; Tarn>Calder; Hale>Corvin; President>Chancellor;"
                 "General>Admiral; Ambassador>Consul; Japan>Korea; Australia>Canada; India>Brazil;"
                 "China>Russia; Philippines>Netherlands"),
    "fr": _pairs("Norlande>Estorie; Soudravie>Norlande; Lindmark>Calder; Veller>Corvin;"
                 "Marsten>Veller; Calder>Tarn; Hale>Corvin; Ostrava>Calder; Tarn>Ostrava"),
    "de": _pairs("Norland>Estorien; Sudravien>Norland; Lindmark>Westmark; Veller>Marsten;"
                 "Marsten>Veller; Estorien>Lindmark; Tarn>Calder; General>Admiral; Hale>Corvin"),
    "ja": _pairs("ノルランド>リンドマルク; ベラー>マルステン; マルステン>ベラー;"
                  "エストリア>ウェストマルク;"
                 "リンドマルク>エストリア; 外務大臣>防衛大臣; オストラバ>カルダー; ヘイル>コルビン;"
                 "日本>韓国; 米国>英国; 中国>豪州"),
    "zh": _pairs("苏德拉维亚国>诺兰国; 埃斯托里亚国>韦斯特马克国; 总理>总统; 总统>总理;"
                 "外交部长>国防部长; 林德马克国>埃斯托里亚国"),
    "ar": _pairs("جمهورية>مملكة; مملكة>جمهورية; اللواء>العميد; رئيسة>وزيرة; تحالف>اتحاد"),
}  # fmt: skip

ORDERS: dict[str, Pairs] = {
    "en": _pairs("Lindmark and Estoria>Estoria and Lindmark;"
                 "the Nordic Assembly and the World Relief Office>"
                 "the World Relief Office and the Nordic Assembly;"
                 "Norland and Sudravia>Sudravia and Norland;"
                 "Elda Marsten of Norland and Prime Minister Tomas Veller of Sudravia>"
                 "Tomas Veller of Sudravia and Prime Minister Elda Marsten of Norland"),
    "fr": _pairs("le Lindmark et l'Estorie>l'Estorie et le Lindmark;"
                 "la Norlande et de la Soudravie>la Soudravie et de la Norlande"),
    "de": _pairs("Lindmark und Estorien>Estorien und Lindmark; Norland und Sudravien>"
                 "Sudravien und Norland"),
    "ja": _pairs("リンドマルク及びエストリア>エストリア及びリンドマルク;"
                 "ノルランド・スドラビア>スドラビア・ノルランド"),
    "zh": _pairs("诺兰国与苏德拉维亚国>苏德拉维亚国与诺兰国;"
                 "林德马克国和埃斯托里亚国>埃斯托里亚国和林德马克国"),
    "ar": _pairs("جمهورية نورلاند ومملكة سودرافيا>مملكة سودرافيا وجمهورية نورلاند"),
}  # fmt: skip

UNITS: dict[str, Pairs] = {
    "en": _pairs("billion>million; million>billion; percent>percentage points"),
    "fr": _pairs("milliards>millions"),
    "de": _pairs("Milliarden>Millionen"),
    "ja": _pairs("1兆>1億; 2万>2億; 4万>4億; 2.5％>2.5‰; 1,250品目>1,250万品目"),
    "zh": _pairs("3,000亿>3,000万; 486亿>486万; 2万>2亿; 2.5%>2.5‰"),
    "ar": _pairs("مليار>مليون"),
}

SAME_VALUES: dict[str, Pairs] = {
    "en": _pairs("seven>7; 300 billion>300,000,000,000; 2.5%>2.5 percent; 20,000>20000;"
                 "45,000>45000; 1,250>1250; 10 years>ten years; 12 missiles>twelve missiles"),
    "fr": _pairs("sept>7; 10 ans>dix ans; 20 000>20000; 45 000>45000"),
    "de": _pairs("sieben>7; 10 Jahren>zehn Jahren; 20.000>20000; 45.000>45000"),
    "ja": _pairs("7名>七名; 2名>二名; 2万人>20,000人; 4万5,000>45,000; 1,250品目>1250品目;"
                 "10年間>十年間; 90日以内>九十日以内; 1兆5,000億円>1.5兆円"),
    "zh": _pairs("7名>七名; 3,000亿>3000亿; 4万5,000>45,000; 10年内>十年内; 1,250种>1250种;"
                 "90天>九十天"),
    "ar": _pairs("سبعة>7; 20,000>20000; 45,000>45000; 10 سنوات>عشر سنوات"),
}  # fmt: skip

VARIANTS: dict[str, Pairs] = {
    "ja": _pairs("国>國; 会>會; 発>發; 条>條; 経>經; 済>濟; 実>實; 関>關"),
    "zh": _pairs("国>國; 会>會; 发>發; 条>條; 经>經; 济>濟; 实>實; 关>關"),
    "fr": _pairs("présidente>presidente; sécurité>securite; déplorent>deplorent; où>ou; à>a"),
    "de": _pairs("müssen>mussen; können>konnen; für>fur; Präsidentin>Prasidentin"),
    "ar": _pairs("أن>ان; إلى>الى; على>علي"),
}

# A word that stands in none of the texts, to put in the place of another.
FILLERS = {"en": "plain", "fr": "simple", "de": "schlichten", "ja": "旧", "zh": "旧", "ar": "قديم"}
