namespace Demo.Microsoft365.Generated;

/// <summary>What generated mail talks about.</summary>
internal sealed record Phrases(
    string Language, string Greeting, string Closing, IReadOnlyList<string> Topics, IReadOnlyList<string> Sentences)
{
    public static readonly Phrases English = new(
        "en-GB",
        "Hello,",
        "Kind regards",
        [
            "Offer for the second line", "Delivery dates", "Your visit in May", "Spare parts", "Service contract", "Price list",
            "Minutes of our call", "Acceptance test", "Transport damage", "Training for the new team", "Open points",
            "Change of address", "Purchase order", "Samples", "Drawing, revision C", "Payment terms", "Site survey",
            "Framework agreement", "Energy figures", "Warranty",
        ],
        [
            "Thank you for the figures; we have gone through them with our plant in the north.",
            "Could you confirm that the second unit leaves your works before the end of the month?",
            "The drawing that you sent shows the old position of the inlet, so we have marked it in red.",
            "We would rather keep the price per unit and talk about the terms of payment instead.",
            "Our buyer is away until Thursday; after that we can sign.",
            "If the weight stays under 2,400 kg, the floor will carry it without a frame.",
            "Please send the certificate of origin with the goods & a copy by mail.",
            "The test ran for six hours without a stop, which is better than we had hoped.",
            "I have copied my colleague, who looks after the site from now on.",
            "What we need most is a date, even a provisional one.",
            "The carrier reports a delay of two days at the border.",
            "Your offer says \"ex works\", while the earlier one said \"delivered\": which of the two holds?",
            "We accept points 1 to 4; on point 5 we should speak.",
            "As agreed on the phone, the training takes place on two mornings.",
            "Attached you find what our auditors asked for.",
            "There is no hurry, but it should not slip into the next quarter either.",
        ]);

    public static readonly Phrases Japanese = new(
        "ja",
        "お世話になっております。",
        "何卒よろしくお願い申し上げます。",
        [
            "お見積りの件", "納期のご確認", "打ち合わせ日程", "部品のご注文", "保守契約更新", "価格改定のお知らせ", "議事録の送付",
            "検収について", "輸送中の破損", "研修のご案内", "未決事項", "住所変更", "発注書", "サンプル送付", "図面の改訂", "支払条件",
            "現地調査", "基本契約", "消費電力の測定結果", "保証範囲",
        ],
        [
            "先日はお忙しい中お時間をいただき、誠にありがとうございました。",
            "ご依頼いただきましたお見積りを添付いたしますので、ご査収ください。",
            "二台目の出荷予定日が決まりましたら、ご連絡いただけますと幸いです。",
            "図面の吸気口の位置が以前のままになっているようですので、赤字で示しております。",
            "お支払条件につきましては、改めてご相談させていただきたく存じます。",
            "担当者が木曜日まで不在のため、戻り次第ご返答いたします。",
            "重量が2,400kg以下であれば、補強なしで設置可能とのことです。",
            "試験運転は六時間連続で問題なく終了いたしました。",
            "今後の窓口は髙橋が務めますので、CCに追加いたしました。",
            "仮の日程でも構いませんので、ご教示いただけますでしょうか。",
            "運送会社より、二日ほど遅れる見込みとの連絡がございました。",
            "前回のお見積りでは「持込渡し」でしたが、今回は「工場渡し」となっております。①と②のどちらでしょうか。",
            "第１条から第４条までは異議ございません。第５条は別途お打ち合わせをお願いいたします。",
            "お電話でお話ししたとおり、研修は午前中に二日間行います。",
            "ご不明な点がございましたら、お気軽にお問い合わせください。",
            "お急ぎではございませんが、来期にはずれ込まないようお願いいたします。",
        ]);

    public static readonly Phrases Machine = new(
        "en",
        "This message was sent by a program. Please do not reply.",
        "You receive this because you are registered with us.",
        [
            "Invoice", "Your statement is ready", "Build passed", "Build failed", "Weekly digest", "Delivery note",
            "Password will expire", "New sign-in", "Reminder: timesheet", "Backup finished", "News for May", "Ticket updated",
        ],
        [
            "Your invoice is available in the portal and is due within thirty days.",
            "The job finished with 0 errors and 3 warnings; see the log for details.",
            "12 new articles were published in the groups that you follow.",
            "The shipment was handed to the carrier and can be tracked with the number below.",
            "A new sign-in to your account was noticed from a known device.",
            "The nightly backup wrote 182 GB in 2 hours and 11 minutes.",
            "To change how often you hear from us, open your settings.",
            "Ticket status changed from \"open\" to \"waiting for customer\".",
        ]);
}
