import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadShipment, loadShipmentBags } from './load';

/** One note with its bags, for both parties. */
export const getShipment = defineRead({
  name: 'shipments.get',
  permission: 'shipments.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const shipment = await loadShipment(scope, id);
    return { ...shipment, bags: await loadShipmentBags(scope, id) };
  },
});
