import Documents
import Foundation
import Testing
import X12

@testable import Translation

/// A level at which everything is said that may be said, as JSON.
private let everything = """
    "currency":"EUR","currencyParty":"BY","exchange":{"rate":1.1,"party":"SE","currency":"USD","market":"LNF",
    "dates":[{"qualifier":"007","day":"2026-03-02","time":"09:15","zone":"CT"}]},
    "references":[{"kind":"department","qualifier":"DP","value":"1","description":"x","related":[
    {"qualifier":"PO","value":"2"}]},{"qualifier":"ZZ","value":"3","date":{"day":"2026-03-02","time":"09:15"}}],
    "dates":[{"kind":"shipped","qualifier":"011","day":"2026-03-02","time":"09:15","zone":"CT"},
    {"qualifier":"150","day":"2026-03-02","until":"2026-03-05"},{"qualifier":"002","format":"CM","text":"202603"}],
    "parties":[{"role":"shipTo","qualifier":"ST","name":"A","additionalNames":["B","C","D"],
    "identifier":{"kind":"gln","qualifier":"UL","value":"7080000000012"},"street":["E","F","G"],"city":"Bergen",
    "region":"XX","postalCode":"5004","country":"NO","location":{"qualifier":"DK","value":"3"},
    "contacts":[{"function":"BD","name":"H","channels":[{"kind":"email","qualifier":"EM","value":"i"}],
    "inquiryReference":"J"}],"references":[{"qualifier":"IA","value":"4"}],
    "addressComponents":[{"qualifier":"06","value":"K"}],"dates":[{"qualifier":"002","day":"2026-03-02"}]}],
    "contacts":[{"function":"OC","name":"L","channels":[{"qualifier":"TE","value":"1"},{"qualifier":"FX",
    "value":"2"},{"qualifier":"EM","value":"3"},{"qualifier":"CP","value":"4"}]}],
    "terms":[{"type":"01","basisDate":"3","discountPercent":2,"discountDueDay":"2026-03-12","discountDays":10,
    "netDueDay":"2026-04-01","netDays":30,"discountAmount":5.00,"deferredDueDay":"2026-05-01",
    "deferredAmount":6.00,"payablePercent":50,"description":"M","dayOfMonth":15,"paymentMethod":"C",
    "percent":1.5}],
    "charges":[{"kind":"charge","qualifier":"C","code":"D240","agency":"VI","agencyCode":"N","amount":7.00,
    "percentBasis":"1","percent":2.5,"rate":3,"quantity":{"value":4,"unit":"EA"},"quantityThrough":5,
    "handling":"06","reference":"O","option":"P","description":"Q","language":"EN","taxes":[{"code":"VA",
    "amount":1.25}],"currency":"NOK","currencyParty":"SE","prices":[{"code":"RES","amount":8}]}],
    "taxes":[{"code":"VA","amount":9.5,"percent":25,"jurisdiction":{"qualifier":"VD","value":"R"},
    "jurisdictions":[{"qualifier":"CC","value":"S"}],"exemption":"2","base":38,"registration":"T",
    "relationship":"A","lineNumber":"1","customsEntry":"1"},{"registration":"U","exemption":"2"}],
    "prices":[{"code":"RES","tradeClass":"RS","amount":19.9,"quantity":{"value":1,"unit":"EA"},
    "multiplierQualifier":"DIS","multiplier":0.9,"total":17.91,"basis":"PE","condition":"V",
    "multipleQuantity":3,"currency":"EUR","currencyParty":"BY"}],
    "amounts":[{"qualifier":"N","amount":100,"creditOrDebit":"C","references":[{"qualifier":"ZZ","value":"5"}]}],
    "freightTerms":[{"payment":"prepaid","code":"PP","placeQualifier":"OR","place":"W","termsQualifier":"01",
    "terms":"FCA","titleQualifier":"OR","titlePlace":"X","risk":"BY","riskPlace":"Y"}],
    "carriers":[{"sequence":"B","scac":"NRLG","mode":"motor","modeCode":"M","routing":"Z","status":"CC",
    "location":{"qualifier":"OR","value":"1"},"serviceLevels":["ND","SD","CG","ZZ"],"reference":{"qualifier":"CN",
    "value":"2"},"transitDirection":"DD","transitTimeQualifier":"CD","transitTime":3,"country":"NO"},
    {"identifier":{"qualifier":"ZZ","value":"3"}}],
    "equipment":[{"type":"TL","initial":"NOR","number":"55120","seal":"SEAL9","weightQualifier":"G",
    "weight":{"value":1,"unit":"KG"},"ownership":"S","sealStatus":"01","sizeType":"4510"}],
    "packaging":[{"code":"CTN25","count":4,"description":"a","weightQualifier":"G","weight":{"value":2,"unit":"KG"},
    "volume":{"value":3,"unit":"CR"},"commodity":{"qualifier":"N","code":"b"}},{"code":"CTN90","count":10,
    "contents":40,"size":{"value":4,"unit":"EA"},"references":[{"qualifier":"LS","value":"c"}],
    "dates":[{"qualifier":"011","day":"2026-03-02"}],"description":"d"}],
    "marks":[{"kind":"sscc","qualifier":"GM","value":"00001234560000000015","through":"e"}],
    "measurements":[{"reference":"PD","qualifier":"N","value":3.5,"unit":"KG","minimum":1,"maximum":4,
    "significance":"03","attribute":"01","surface":"01","method":"AA"}],
    "notes":[{"qualifier":"L1","reference":"f","text":"g"},{"qualifier":"L1","reference":"f","textQualifier":"GEN",
    "text":"h","date":{"day":"2026-03-02"}},{"text":"i"},{"qualifier":"GEN","text":"j"},
    {"kind":"description","qualifier":"08","text":"k"},{"kind":"packing","qualifier":"68","reference":"l",
    "text":"m"},{"kind":"other","text":"n"}],
    "furtherQuantities":[{"qualifier":"39","quantity":{"value":1,"unit":"EA"}}],
    "leadTimes":[{"code":"AF","value":3,"period":"DA","day":"2026-03-02","references":[{"qualifier":"ZZ",
    "value":"6"}],"notes":[{"text":"o"}]}],
    "conditions":[{"qualifier":"AA","answer":"Y","periodFormat":"D8","period":"20260302","texts":["p","q","r","s"]},
    {"answer":"N","texts":["t"]}],
    "requirements":[{"code":"BK","action":"1","amount":5.00,"account":"u","day":"2026-03-02","agency":"VI",
    "service":"v","substitution":"B0","percent":1,"percentQualifier":"1"},{"code":"SC","item":{"identifiers":[
    {"qualifier":"VP","value":"w"}]}}],
    "accounting":[{"agency":"ZZ","service":"D240","indicator":"C","accounts":[{"kind":"01","value":"x"}]}],
    "periodAmounts":[{"quantityQualifier":"39","quantity":{"value":1,"unit":"EA"},"amountQualifier":"N",
    "amount":2,"period":"DA","start":{"qualifier":"196","day":"2026-03-02","time":"09:15"},"end":{"qualifier":"197",
    "day":"2026-03-03"},"percentQualifier":"1","percent":3,"answer":"Y"}],
    "percentages":[{"qualifier":"1","percent":4}],
    "restrictions":[{"qualifier":"SR","description":"y","quantityQualifier":"39","quantity":5,
    "amountQualifier":"N","amount":6.00}],
    "specialHandling":[{"code":"HM","hazardQualifier":"U","hazardClass":"3","description":"z","hazardous":"Y"}],
    "paperwork":[{"type":"03","transmission":"EL","copies":2,"party":"ST","identifier":{"qualifier":"92",
    "value":"1"},"description":"2","request":"3"}],
    "industryCodes":[{"agency":"VI","source":"4","list":"0","code":"5","description":"6"},{"agency":"VI",
    "source":"4","list":"0","code":"7"}],
    "services":[{"agency":"VI","qualifier":"AB","value":"8"},{"agency":"VI","qualifier":"AC","value":"9"}],
    "commodities":[{"qualifier":"N","code":"10"}],
    "priceChanges":[{"reason":"AB","day":"2026-03-02","code":"UCP","price":{"amount":1,"basis":"PE"},
    "quantity":{"value":1,"unit":"EA"},"description":"11"}],
    "premiumFreight":[{"reason":"A","responsibility":"A","reference":{"qualifier":"AE","value":"12"},
    "containerResponsibility":"1"}]
    """

/// An item, packages, schedules, parts and answers as they stand at a line.
private let ownParts = """
    "item":{"buyerPart":"1","vendorPart":"2","gtin":"036000291452","identifiers":[{"kind":"vendorPart",
    "qualifier":"VP","value":"2"}],"descriptions":[{"kind":"product","characteristic":"08","agency":"VI",
    "code":"3","text":"4","surface":"01","source":"5","answer":"Y","language":"EN","form":"S"}]},
    "packs":[{"unitsPerPack":1,"size":{"value":2,"unit":"EA"},"packaging":"CTN25","weight":{"value":3,"unit":"KG"},
    "volume":{"value":4,"unit":"CR"},"innerPacks":5,"weightQualifier":"G","length":6,"width":7,"height":8,
    "dimensionUnit":"CM","layer":"01","number":"9","numberThrough":"10","count":11}]
    """

/// Documents that say everything at each of their levels.
private let documents: [String] = {
    let component = """
        {"lineNumber":"1","parent":"2","relationship":"I","priceRelationship":"A","quantity":{"value":1,"unit":"EA"},
        "price":{"amount":2,"basis":"HP","perQuantity":100},\(ownParts),"answers":[{"status":{"code":"IA"},
        "dates":[{"qualifier":"011","day":"2026-03-02"}]}],\(everything)}
        """
    let line = """
        "lineNumber":"1",\(ownParts),"quantity":{"value":1,"unit":"EA"},"price":{"amount":2,"basis":"PE"},
        "distribution":[{"location":{"qualifier":"92","value":"1"},"quantity":{"value":1,"unit":"EA"},"place":"3"},
        {"location":{"qualifier":"92","value":"2"},"quantity":{"value":1,"unit":"EA"},"place":"3"}],
        "components":[\(component)]
        """
    let priced = #""quantity":{"value":1,"unit":"EA"},"price":{"amount":2,"basis":"PE"},"#
    let orderLine = """
        {\(line),"change":{"code":"CA"},"quantityLeft":{"value":1,"unit":"CA"},"schedules":[{"lineNumber":"2",
        "quantity":{"value":1,"unit":"EA"},"party":{"role":"shipTo","qualifier":"ST","name":"A","city":"B",
        "references":[{"qualifier":"ZZ","value":"1"}]},"when":[{"qualifier":"002","day":"2026-03-02",
        "until":"2026-03-03","zone":"CT"},{"qualifier":"011"},{"qualifier":"010","day":"2026-03-04"}],
        "requestReference":"3",\(everything)}],"answers":[{"status":{"kind":"accepted","code":"IA"},
        "quantity":{"value":1,"unit":"EA"},"date":{"qualifier":"068","day":"2026-03-02","time":"09:15"},
        "requestReference":"4","item":{"identifiers":[{"qualifier":"VP","value":"5"}],"descriptions":[{"text":"6"}]},
        "reasonAgency":"ZZ","reasonList":"7","reason":"8","dates":[{"qualifier":"069","day":"2026-03-02"}]}],
        \(everything)}
        """
    let shippedLine = """
        {\(line.replacingOccurrences(of: priced, with: "")),
        "orderNumber":"9","orderLineNumber":"10","shipped":{"value":1,"unit":"EA"},"cumulative":2,
        "ordered":{"value":3,"unit":"EA"},"containerLoad":"1","status":{"code":"IA"},\(everything)}
        """
    let package = """
        {"level":{"kind":"pack","code":"P"},"number":"3","sscc":"001234560000000015","pallet":{"type":"6","tiers":1,
        "blocks":2,"packs":3,"weight":{"value":4,"unit":"KG"},"grossWeight":{"value":5,"unit":"KG"},"length":6,
        "width":7,"height":8,"dimensionUnit":"CM","volume":{"value":9,"unit":"CR"},"exchange":"1","innerPacks":2},
        "quantity":{"value":1,"unit":"EA"},\(everything),"lines":[\(shippedLine)]}
        """
    let start = #""purpose":{"kind":"original","code":"00"},"orderType":{"code":"NE"},"orderNumber":"1""#
    return [
        """
        {"documentType":"purchase-order",\(start),"contract":"2","answerWanted":"AC",\(everything),
        "lines":[\(orderLine)],"totals":{"lineCount":1,"hashTotal":1,"weight":{"value":1,"unit":"KG"},
        "volume":{"value":2,"unit":"CR"},"description":"3"}}
        """,
        """
        {"documentType":"purchase-order-change",\(start),"changeDate":"2026-03-02",\(everything),
        "lines":[\(orderLine)]}
        """,
        """
        {"documentType":"purchase-order-response","purpose":{"code":"00"},"decision":{"code":"AC"},
        "coversWholeOrder":false,"orderNumber":"1",\(everything),"lines":[\(orderLine)]}
        """,
        """
        {"documentType":"invoice","invoiceNumber":"1","direction":"debit","originalInvoiceNumber":"2",
        \(everything),"lines":[{\(line),"orderNumber":"3","differences":[{"shipped":{"value":1,"unit":"EA"},
        "status":"PS","difference":-1,"reason":"01"}],\(everything)}],"total":1.00,"discountableTotal":2.00,
        "discountedTotal":3.00,"discount":4.00,"shipmentTotals":[{"units":{"value":1,"unit":"EA"},
        "weight":{"value":2,"unit":"KG"},"volume":{"value":3,"unit":"CR"},"quantity":4,"furtherWeight":5,
        "notes":[{"kind":"description","text":"6"},{"text":"7"}]}]}
        """,
        """
        {"documentType":"shipment-notification","purpose":{"code":"00"},"shipmentNumber":"1",\(everything),
        "orders":[{"orderNumber":"2","orderLineNumber":"3","release":"4","changeNumber":"5","orderDate":"2026-03-02",
        "contract":"6","orderType":"NE",\(everything),"packages":[\(package)],"lines":[\(shippedLine)]}]}
        """,
    ]
}()

struct CompletenessTests {
    @Test(arguments: documents, ["004010", "005010"])
    func `whatever a document says is placed, or told to have no place`(_ json: String, _ release: String)
        throws
    {
        let document = try DocumentReader.read([UInt8](json.utf8))
        let translator = try #require(
            ([
                OutboundInvoice810.self, OutboundPurchaseOrder850.self, OutboundPurchaseOrderResponse855.self,
                OutboundShipmentNotification856.self, OutboundPurchaseOrderChange860.self,
            ] as [any SetTranslator.Type]).first { $0.documentType == document.type })
        let options = OutboundOptions(release: release, controlNumber: "0001")
        let writer = try translator.written(document, options, keepsTrail: true)
        let placed = Set(try #require(writer.trail).map(\.path))
        let unplaced = Set(writer.unplaced.map(\.path))
        let lost = try leafPaths(of: document).filter { leaf in
            guard !placed.contains(leaf) else { return false }
            // What stands in something that has no place has none either.
            return !unplaced.contains { leaf == $0 || leaf.hasPrefix($0 + ".") || leaf.hasPrefix($0 + "[") }
        }
        #expect(lost.sorted() == [])
    }
}
