/** The catalogue: products and their variations, made without a picture, mended field by field. */
import { useState } from "preact/hooks";
import { among, insert, row, rows, rpc, update } from "../lib/api";
import { categories, forgetCategories } from "../lib/catalogue";
import { edited, money, number, percent, typed } from "../lib/format";
import { useLoad, useSettled } from "../lib/load";
import { amend, go, href, pageOf, route } from "../lib/router";
import { mayWrite, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import type { Found, Outlet, OutletVariation as Setting, Product, Unit, Variation } from "../lib/types";
import { attempt, Field, Inline, Submit, useAction, type Option } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, Empty, Screen, tell, Trouble, Waiting } from "../ui/parts";
import { Picture, pictureOf } from "../ui/picture";
import { Pager } from "../ui/table";

export function Products() {
  const { id } = route.value;
  if (id === "new") return <NewProduct />;
  return id ? <One key={id} id={id} /> : <List />;
}

const pageSize = 40;

function List() {
  const { params } = route.value;
  const [text, setText] = useState(params.get("q") ?? "");
  const wanted = useSettled(text.trim());
  const page = wanted ? 0 : pageOf(params);
  const loaded = useLoad(async () => {
    if (!wanted) return rows<Product>("product", { order: "name,id", limit: pageSize + 1, offset: page * pageSize });
    const found = await rpc<Found[]>("find_variation", { search: wanted, max_rows: 60 });
    const variations = found.length
      ? await rows<Variation>("variation", { id: among([...new Set(found.map((one) => one.variation_id))]) })
      : [];
    const ids = [...new Set(variations.map((one) => one.product_id))];
    const byName = await rows<Product>("product", {
      name: `ilike.*${wanted.replace(/[*%,()]/g, " ")}*`,
      order: "name,id",
      limit: pageSize,
    });
    const byVariation = ids.length ? await rows<Product>("product", { id: among(ids), order: "name,id" }) : [];
    return [...new Map([...byVariation, ...byName].map((one) => [one.id, one])).values()].slice(0, pageSize);
  }, [wanted, page], 0, []);
  const shown = loaded.data?.slice(0, pageSize) ?? [];
  return (
    <Screen
      title={t("nav.products")}
      actions={
        mayWrite("product") && (
          <a role="button" href={href("products", "new")}>
            <Icon name="plus" /> {t("products.new")}
          </a>
        )
      }
    >
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("search")} value={text} onInput={setText} help={t("stock.searchHelp")} />
      </form>
      <Trouble error={loaded.error} />
      {!loaded.data && loaded.loading && <Waiting lines={6} />}
      {loaded.data && !shown.length && <Empty icon="products" title={t("products.none")} />}
      <ul class={`tiles ${loaded.loading ? "stale" : ""}`}>
        {shown.map((one) => (
          <li key={one.id}>
            <a href={href("products", one.id)}>
              <Picture name={one.name} image={one.image} />
              <span>
                <strong>{one.name}</strong>
                <small>{one.category ?? t("products.noCategory")}</small>
                {!one.is_active && <Badge tone="off">{t("inactive")}</Badge>}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {!wanted && (
        <Pager
          page={page}
          size={pageSize}
          more={(loaded.data?.length ?? 0) > pageSize}
          shown={shown.length}
          onPage={(next) => amend({ page: next || undefined })}
        />
      )}
    </Screen>
  );
}

/** Which field of the catalogue a refusal speaks of. */
const places = {
  barcode: /barcode/i,
  sku: /sku/i,
  price: /price/i,
  cost: /cost/i,
  tax: /tax/i,
  threshold: /threshold/i,
  variation: /variation/i,
  name: /name/i,
  category: /category/i,
};

function NewProduct() {
  const [name, setName] = useState("");
  const [category, setCategory] = useState("");
  const [variation, setVariation] = useState("");
  const [sku, setSku] = useState("");
  const [barcode, setBarcode] = useState("");
  const [price, setPrice] = useState("");
  const [cost, setCost] = useState("");
  const [tax, setTax] = useState("");
  const [threshold, setThreshold] = useState("");
  const [made, setMade] = useState<Product | undefined>(undefined);
  const names = useLoad(categories, []);
  const action = useAction(places);
  return (
    <Screen title={t("products.new")} lead={t("products.newLead")}>
      <p>
        <a href={href("products")}>‹ {t("nav.products")}</a>
      </p>
      <form
        class="panel form"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            const tenant_id = session.value?.tenant.id;
            const product = made
              ? await update<Product>("product", made.id, { name, category: category || null })
              : await insert<Product>("product", { tenant_id, name, category }, request);
            setMade(product);
            const about = {
              tenant_id,
              product_id: product.id,
              name: variation || t("products.standard"),
              sku,
              barcode,
              price: typed(price),
              cost: typed(cost),
              tax_rate: typed(tax),
              low_stock_threshold: typed(threshold),
            };
            await insert<Variation>("variation", about, request);
            forgetCategories();
            tell(t("products.made", { name }));
            go("products", product.id);
          });
        }}
      >
        <div class="grid">
          <Field label={t("products.name")} value={name} onInput={setName} required autoFocus error={action.at("name")} />
          <Field label={t("col.category")} value={category} onInput={setCategory} list={names.data ?? []} error={action.at("category")} />
        </div>
        <div class="grid">
          <Field
            label={t("products.variation")}
            value={variation}
            onInput={setVariation}
            help={t("products.variationHelp")}
            error={action.at("variation")}
          />
          <Field label={t("col.sku")} value={sku} onInput={setSku} error={action.at("sku")} />
          <Field
            label={t("col.barcode")}
            value={barcode}
            onInput={setBarcode}
            help={t("products.barcodeHelp")}
            error={action.at("barcode")}
          />
        </div>
        <div class="grid">
          <Field label={t("products.price")} type="number" value={price} onInput={setPrice} error={action.at("price")} />
          <Field label={t("products.cost")} type="number" value={cost} onInput={setCost} error={action.at("cost")} />
          <Field label={t("products.tax")} type="number" value={tax} onInput={setTax} error={action.at("tax")} />
          <Field label={t("products.threshold")} type="number" value={threshold} onInput={setThreshold} error={action.at("threshold")} />
        </div>
        <Submit action={action} icon={<Icon name="plus" />}>
          {t("products.create")}
        </Submit>
      </form>
    </Screen>
  );
}

const yesNo = (): readonly Option[] => [
  { value: "true", label: t("yes") },
  { value: "false", label: t("no") },
];

function One({ id }: { id: string }) {
  const loaded = useLoad(() => row<Product>("product", { id: `eq.${id}` }), [id]);
  const variations = useLoad(() => rows<Variation>("variation", { product_id: `eq.${id}`, order: "id" }), [id]);
  const names = useLoad(categories, []);
  const [adding, setAdding] = useState(false);
  const product = loaded.data;
  const may = (column: string): boolean => mayWrite("product", column);
  const save = (column: string) => async (value: string) => {
    await update<Product>("product", id, { [column]: value === "" ? null : value });
    if (column === "category") forgetCategories();
    await loaded.reload();
  };
  return (
    <Screen title={product?.name ?? t("nav.products")} lead={product?.category ?? undefined}>
      <p>
        <a href={href("products")}>‹ {t("nav.products")}</a>
      </p>
      <Trouble error={loaded.error} />
      {!product && loaded.loading && <Waiting />}
      {!product && !loaded.loading && !loaded.error && <Empty icon="products" title={t("products.none")} />}
      {product && (
        <section class="panel product">
          <div class="product-picture">
            <Picture name={product.name} image={product.image} large />
            {may("image") && (
              <>
                <label class="file">
                  <Icon name="picture" /> {t("products.picture")}
                  <input
                    type="file"
                    accept="image/*"
                    onChange={(event) => {
                      const file = event.currentTarget.files?.[0];
                      event.currentTarget.value = "";
                      if (file) void attempt(pictureOf(file).then(save("image")), t("saved", { what: t("products.image") }));
                    }}
                  />
                </label>
                {product.image && (
                  <button type="button" class="secondary outline small" onClick={() => void attempt(save("image")(""))}>
                    {t("products.noPicture")}
                  </button>
                )}
              </>
            )}
          </div>
          <div class="fields">
            <Inline label={t("products.name")} value={product.name} save={save("name")} readOnly={!may("name")} />
            <Inline
              label={t("col.category")}
              value={product.category ?? ""}
              save={save("category")}
              readOnly={!may("category")}
              list={names.data ?? []}
            />
            <Inline label={t("col.sku")} value={product.sku ?? ""} save={save("sku")} readOnly={!may("sku")} />
            <Inline
              label={t("products.sold")}
              value={String(product.is_active)}
              options={yesNo()}
              save={save("is_active")}
              readOnly={!may("is_active")}
            />
          </div>
        </section>
      )}
      <Trouble error={variations.error} />
      {(variations.data ?? []).map((one) => (
        <VariationPanel key={one.id} variation={one} onChanged={variations.reload} />
      ))}
      {product && mayWrite("variation") && !adding && (
        <button type="button" class="secondary outline" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t("products.addVariation")}
        </button>
      )}
      {adding && product && (
        <NewVariation
          productId={product.id}
          onDone={() => {
            setAdding(false);
            void variations.reload();
          }}
        />
      )}
    </Screen>
  );
}

/** What an outlet sets differently for a variation, if it does. */
const settingAt = (variationId: string, outletId: string): Promise<Setting | undefined> =>
  row<Setting>("outlet_variation", { variation_id: `eq.${variationId}`, outlet_id: `eq.${outletId}` });

function VariationPanel({ variation, onChanged }: { variation: Variation; onChanged: () => Promise<void> }) {
  const place = outlet.value;
  const units = useLoad(() => rows<Unit>("variation_unit", { variation_id: `eq.${variation.id}`, order: "id" }), [variation.id]);
  const setting = useLoad(place ? () => settingAt(variation.id, place.outlet_id) : null, [variation.id, place?.outlet_id]);
  const [addingUnit, setAddingUnit] = useState(false);
  const may = (column: string): boolean => mayWrite("variation", column);
  const save =
    (column: string, isNumber = false) =>
    async (value: string) => {
      await update<Variation>("variation", variation.id, { [column]: value.trim() === "" ? null : isNumber ? typed(value) : value });
      await onChanged();
    };
  const saveHere = (at: Outlet, column: string) => async (value: string) => {
    const kept = value.trim() === "" ? null : typed(value);
    const there = await settingAt(variation.id, at.outlet_id);
    if (there) await update<Setting>("outlet_variation", there.id, { [column]: kept });
    else
      await insert<Setting>(
        "outlet_variation",
        { tenant_id: session.value?.tenant.id, outlet_id: at.outlet_id, variation_id: variation.id, [column]: kept },
        `${variation.id} ${at.outlet_id}`,
      );
    await setting.reload();
  };
  return (
    <section class="panel" aria-label={variation.name}>
      <header>
        <h2>{variation.name}</h2>
        <a href={href("stock", undefined, { q: variation.sku ?? variation.barcode ?? variation.name })}>{t("nav.stock")}</a>
      </header>
      <div class="fields">
        <Inline label={t("products.variation")} value={variation.name} save={save("name")} readOnly={!may("name")} />
        <Inline label={t("col.sku")} value={variation.sku ?? ""} save={save("sku")} readOnly={!may("sku")} />
        <Inline label={t("col.barcode")} value={variation.barcode ?? ""} save={save("barcode")} readOnly={!may("barcode")} />
        <Inline
          label={t("products.price")}
          type="number"
          value={edited(variation.price)}
          shown={variation.price === null ? undefined : money(variation.price, 2)}
          save={save("price", true)}
          readOnly={!may("price")}
        />
        <Inline
          label={t("products.wholesale")}
          type="number"
          value={edited(variation.wholesale_price)}
          shown={variation.wholesale_price === null ? undefined : money(variation.wholesale_price, 2)}
          save={save("wholesale_price", true)}
          readOnly={!may("wholesale_price")}
        />
        <Inline
          label={t("products.wholesaleFrom")}
          type="number"
          value={edited(variation.minimum_wholesale_quantity)}
          save={save("minimum_wholesale_quantity", true)}
          readOnly={!may("minimum_wholesale_quantity")}
        />
        <Inline
          label={t("products.cost")}
          type="number"
          value={edited(variation.cost)}
          shown={variation.cost === null ? undefined : money(variation.cost, 2)}
          save={save("cost", true)}
          readOnly={!may("cost")}
        />
        <Inline
          label={t("products.tax")}
          type="number"
          value={edited(variation.tax_rate)}
          shown={percent(variation.tax_rate)}
          save={save("tax_rate", true)}
          readOnly={!may("tax_rate")}
        />
        <Inline
          label={t("products.threshold")}
          type="number"
          value={edited(variation.low_stock_threshold)}
          save={save("low_stock_threshold", true)}
          readOnly={!may("low_stock_threshold")}
        />
        <Inline
          label={t("products.shelfLife")}
          type="number"
          value={edited(variation.shelf_life_days)}
          save={save("shelf_life_days", true)}
          readOnly={!may("shelf_life_days")}
        />
        <Inline
          label={t("products.sold")}
          value={String(variation.is_active)}
          options={yesNo()}
          save={save("is_active")}
          readOnly={!may("is_active")}
        />
      </div>
      {place && (
        <>
          <h3>{t("products.here", { outlet: place.outlet })}</h3>
          <Trouble error={setting.error} />
          {setting.loading && <Waiting lines={1} />}
          {!setting.loading && !setting.error && (
            <div class="fields">
              {(["low_stock_threshold", "maximum_stock", "price"] as const).map((column) => (
                <Inline
                  key={column}
                  label={t(`products.here.${column}`)}
                  type="number"
                  value={edited(setting.data?.[column])}
                  shown={
                    setting.data?.[column] ? (column === "price" ? money(setting.data[column], 2) : number(setting.data[column])) : undefined
                  }
                  save={saveHere(place, column)}
                  readOnly={!mayWrite("outlet_variation", column)}
                />
              ))}
            </div>
          )}
        </>
      )}
      <h3>{t("products.units")}</h3>
      <ul class="list">
        {(units.data ?? []).map((one) => (
          <li key={one.id}>
            <span>
              {one.unit} = {number(Number(one.numerator) / Number(one.denominator))}
              <small>{one.barcode ?? ""}</small>
            </span>
            <span>{one.price === null ? "" : money(one.price)}</span>
          </li>
        ))}
      </ul>
      {mayWrite("variation_unit") && !addingUnit && (
        <button type="button" class="secondary outline small" onClick={() => setAddingUnit(true)}>
          <Icon name="plus" /> {t("products.addUnit")}
        </button>
      )}
      {addingUnit && (
        <NewUnit
          variationId={variation.id}
          onDone={() => {
            setAddingUnit(false);
            void units.reload();
          }}
        />
      )}
    </section>
  );
}

function NewUnit({ variationId, onDone }: { variationId: string; onDone: () => void }) {
  const [unit, setUnit] = useState("");
  const [pieces, setPieces] = useState("");
  const [barcode, setBarcode] = useState("");
  const [price, setPrice] = useState("");
  const action = useAction({ barcode: /barcode/i, price: /price/i, pieces: /numerator|denominator|bigint/i, unit: /unit/i });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async (request) => {
          const about = {
            tenant_id: session.value?.tenant.id,
            variation_id: variationId,
            unit,
            numerator: typed(pieces),
            denominator: 1,
            barcode,
            price: typed(price),
          };
          await insert("variation_unit", about, request);
          onDone();
        });
      }}
    >
      <div class="grid">
        <Field
          label={t("col.unit")}
          value={unit}
          onInput={setUnit}
          required
          autoFocus
          help={t("products.unitHelp")}
          error={action.at("unit")}
        />
        <Field label={t("products.pieces")} type="number" value={pieces} onInput={setPieces} required error={action.at("pieces")} />
        <Field label={t("col.barcode")} value={barcode} onInput={setBarcode} error={action.at("barcode")} />
        <Field label={t("products.price")} type="number" value={price} onInput={setPrice} error={action.at("price")} />
      </div>
      <Submit action={action}>{t("save")}</Submit>
    </form>
  );
}

function NewVariation({ productId, onDone }: { productId: string; onDone: () => void }) {
  const [name, setName] = useState("");
  const [sku, setSku] = useState("");
  const [barcode, setBarcode] = useState("");
  const [price, setPrice] = useState("");
  const [cost, setCost] = useState("");
  const action = useAction(places);
  return (
    <form
      class="panel form"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async (request) => {
          const about = {
            tenant_id: session.value?.tenant.id,
            product_id: productId,
            name,
            sku,
            barcode,
            price: typed(price),
            cost: typed(cost),
          };
          await insert<Variation>("variation", about, request);
          onDone();
        });
      }}
    >
      <div class="grid">
        <Field
          label={t("products.variation")}
          value={name}
          onInput={setName}
          required
          autoFocus
          error={action.at("name") ?? action.at("variation")}
        />
        <Field label={t("col.sku")} value={sku} onInput={setSku} error={action.at("sku")} />
        <Field label={t("col.barcode")} value={barcode} onInput={setBarcode} error={action.at("barcode")} />
        <Field label={t("products.price")} type="number" value={price} onInput={setPrice} error={action.at("price")} />
        <Field label={t("products.cost")} type="number" value={cost} onInput={setCost} error={action.at("cost")} />
      </div>
      <Submit action={action}>{t("products.addVariation")}</Submit>
    </form>
  );
}
