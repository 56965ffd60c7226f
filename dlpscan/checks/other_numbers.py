"""Words that head or stand before numbers which are no person's identifier, whatever they look like.

Shared by recognisers of bare numbers: one card-like number in ten passes Luhn, and any eleven digits that
begin with 13 look like a mobile number, so a column of order numbers is full of both.
"""

from __future__ import annotations

LABELS = """
    订单号, 订单编号, 订单号码, 订单id, 子订单号, 父订单号, 商户订单号, 支付订单号, 退款单号, 售后单号,
    工单号, 工单编号, 流水号, 交易流水号, 流水编号, 业务流水号, 支付流水号, 银行流水号, 交易号, 交易编号,
    支付交易号, 参考号, 检索号, 单号, 单据号, 单据编号, 快递单号, 物流单号, 物流编号, 运单号, 运单号码,
    运单编号, 提单号, 出库单号, 入库单号, 采购单号, 发货单号, 报价单号, 凭证号, 凭证编号, 票据号, 票号,
    支票号, 发票号, 发票号码, 发票代码, 校验码, 序列号, 序号, 批次号, 批号, 批次, 产品编号, 产品编码,
    产品序列号, 商品编号, 商品编码, 商品id, 货号, 物料编码, 物料号, 条码, 条形码, 商品条码, 国际条码,
    设备号, 设备编号, 设备id, 设备序列号, 资产编号, 固定资产编号, 仪器编号, 时间戳, 编号, 编码, 代码, 工号,
    员工编号, 合同号, 合同编号, 案号, 案件号, 受理号, 受理编号, 申请编号, 申请单号, 项目编号, 任务编号,
    任务id, 请求号, 请求id, 消息id, 会话id, 追踪号, 跟踪号, 日志id, 记录号, 记录id, 主键, 数据id, 版本,
    版本号, 型号, 规格, 邮编, 股票代码, 基金代码, 证券代码, 商户号, 商户编号, 终端号, 終端號, 訂單號,
    訂單編號, 流水號, 單號, 序號, 編號, order, order no, order no., order number, order id, order_id,
    order_no, orderid, orderno, ordernumber, order_sn, out_trade_no, trade_no, tradeno, transaction id,
    transaction_id, transactionid, txn id, txn_id, txnid, txid, trace id, trace_id, traceid, span id,
    span_id, request id, request_id, requestid, session id, session_id, sessionid, task id, task_id, taskid,
    job id, job_id, batch, batch no, batch_no, batch id, serial, serial no, serial no., serial number,
    serial_no, serialno, sn, seq, sequence, timestamp, tracking no, tracking no., tracking number,
    tracking_no, waybill, waybill no, waybill_no, awb, bill no, voucher no, invoice, invoice no,
    invoice no., invoice number, invoice_no, reference, reference no, reference number, ref, ref no,
    ref no., part no, part number, p/n, model, sku, sku_id, product id, product_id, item id, item_id,
    goods_id, isbn, issn, ean, upc, gtin, barcode, asin, imei, meid, iccid, imsi, uuid, guid, object id,
    objectid, object_id, commit, revision, version, build, message id, message_id, msg_id, msgid, tweet,
    status, snowflake, build number, case no, case id, ticket, ticket no, ticket id, ticket_id, contract no,
    contract_no, device id, device_id, deviceid, terminal id, terminal_id, merchant id, merchant_id,
    employee id, 学号, 学籍号, 考生号, 考号, 准考证号, 客户编号, 客户号, 用户编号, 会员编号, 保单号,
    保单号码, 券码, 券号, 兑换码, 提货码, 取件码, 取货码, 航班号, 座位号, 档案号, 病历号, 病案号, 住院号,
    门诊号, 就诊号, 检查号, 标本号, student id, student no, student number, policy no, policy number,
    coupon, voucher, claim no, member id, customer id, customer no, ddh, ddbh, lsh, jylsh, ydh, kddh, xlh
    """

QUANTITIES = """
    金额, 交易金额, 订单金额, 总金额, 余额, 账户余额, 数量, 总数, 合计, 小计, 总计, 成交量, 成交额, 总市值,
    市值, 流通市值, 营业收入, 净利润, 总资产, 净资产, 总股本, 流通股本, 坐标, 经度, 纬度, 时长, 耗时, 字节,
    大小, 长度, 次数, 播放量, 阅读量, 浏览量, amount, amt, price, volume, turnover, revenue, income, profit,
    assets, balance, total, subtotal, sum, count, counts, size, bytes, length, len, offset, limit, mean,
    avg, capacity, memory, quota, available, duration, elapsed, timeout, interval, latency, epoch, seed,
    random, hash, crc, checksum, width, height, depth, port, pid, ppid, tid, longitude, latitude, lat, lng,
    lon, quantity, qty, market cap, population, gdp, distance, mtime, ctime, atime, ts, since, until,
    expires, iat, nbf
    """
