extension ShipmentNotification: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(purpose: json.required("purpose"), shipmentNumber: json.requiredText("shipmentNumber"))
        day = json.day("day")
        time = json.time("time")
        structure = json.text("structure")
        transactionType = json.text("transactionType")
        statusReason = json.text("statusReason")
        details = Details(reading: &json)
        orders = json.requiredList("orders")
        totals = json.value("totals")
    }
}

extension ShippedOrder: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        orderNumber = json.text("orderNumber")
        orderLineNumber = json.text("orderLineNumber")
        release = json.text("release")
        changeNumber = json.text("changeNumber")
        orderDate = json.day("orderDate")
        contract = json.text("contract")
        orderType = json.text("orderType")
        details = Details(reading: &json)
        packages = json.list("packages")
        lines = json.list("lines")
    }
}

extension Package: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(level: json.required("level"))
        number = json.text("number")
        sscc = json.text("sscc")
        pallet = json.value("pallet")
        quantity = json.value("quantity")
        packs = json.list("packs")
        details = Details(reading: &json)
        packages = json.list("packages")
        lines = json.list("lines")
    }
}

extension Pallet: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        type = json.text("type")
        tiers = json.count("tiers")
        blocks = json.count("blocks")
        packs = json.count("packs")
        weight = json.value("weight")
        grossWeight = json.value("grossWeight")
        length = json.decimal("length")
        width = json.decimal("width")
        height = json.decimal("height")
        dimensionUnit = json.text("dimensionUnit")
        volume = json.value("volume")
        exchange = json.text("exchange")
        innerPacks = json.count("innerPacks")
    }
}
